package org.allotment.harness.subject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allotment.core.catalog.EngineCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A measured JVM loads one subject: a call site that has seen several is slower, and says nothing about one. */
final class LazyLoadingTest {
    @Test
    void openingASubjectLoadsNoOther() throws ReflectiveOperationException {
        RecordingLoader loader = new RecordingLoader();
        Class<?> subjects = Class.forName(Subjects.class.getName(), true, loader);
        assertThat(loader.subjects()).isEmpty();
        subjects.getMethod("open", String.class).invoke(null, "malloc-critical");
        assertThat(loader.subjects()).containsExactly("CriticalMalloc");
        assertThat(loader.engines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "allotment-tlsf, TlsfSubject, TlsfAllocator",
        "allotment-buddy-bare, BuddySubject, BuddyAllocator",
        "allotment-bitset-trusting, BitSetSubject, BitSetAllocator",
        "allotment-page, PageSubject, BitmapPageAllocator"
    })
    void openingOneOfOursLoadsNoOtherEngine(String id, String subject, String engine)
            throws ReflectiveOperationException {
        RecordingLoader loader = new RecordingLoader();
        Class<?> subjects = Class.forName(Subjects.class.getName(), true, loader);
        assertThat(loader.engines()).isEmpty();
        Object opened = subjects.getMethod("open", String.class).invoke(null, id);
        assertThat(loader.subjects()).containsExactly(subject);
        assertThat(loader.engines()).containsExactly(engine);
        opened.getClass().getMethod("close").invoke(opened);
    }

    @Test
    void openingByNameLoadsNoOtherEngine() throws ReflectiveOperationException {
        RecordingLoader loader = new RecordingLoader();
        Class<?> catalog = Class.forName(EngineCatalog.class.getName(), true, loader);
        catalog.getMethod("names").invoke(null);
        catalog.getMethod("entry", String.class).invoke(null, "tlsf");
        assertThat(loader.engines()).isEmpty();
        catalog.getMethod("openIds", String.class, long.class, long.class).invoke(null, "id-buddy", 0L, 10L);
        assertThat(loader.engines()).containsExactly("BuddyIdAllocator");
    }

    /** Defines the harness and the core anew and remembers which of its classes are asked for. */
    private static final class RecordingLoader extends ClassLoader {
        private static final List<String> ROLES = List.of("Allocator", "SizeAware", "PageAllocator", "IdAllocator");

        private final List<Class<?>> defined = new ArrayList<>();

        RecordingLoader() {
            super(LazyLoadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith("org.allotment.")) {
                    loaded = define(name);
                }
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }

        /** Names of the concrete subjects among them. */
        List<String> subjects() {
            return defined.stream()
                    .filter(type -> !type.isInterface())
                    .filter(RecordingLoader::isSubject)
                    .map(Class::getSimpleName)
                    .toList();
        }

        /** Names of the concrete allocators among them. */
        List<String> engines() {
            return defined.stream()
                    .filter(type -> !type.isInterface())
                    .filter(type -> Arrays.stream(type.getInterfaces())
                            .map(Class::getSimpleName)
                            .anyMatch(ROLES::contains))
                    .map(Class::getSimpleName)
                    .toList();
        }

        private static boolean isSubject(Class<?> type) {
            return List.of(type.getInterfaces()).stream()
                    .map(Class::getSimpleName)
                    .anyMatch(name -> name.equals("AddressSubject") || name.equals("ObjectSubject"));
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                Class<?> type = defineClass(name, bytes, 0, bytes.length);
                defined.add(type);
                return type;
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
