package org.allotment.harness.subject.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A measured JVM loads one subject: a call site that has seen several is slower, and says nothing about one. */
final class LazyLoadingTest {
    @Test
    void openingASubjectLoadsNoOther() throws ReflectiveOperationException {
        RecordingLoader loader = new RecordingLoader();
        Class<?> subjects = Class.forName(Subjects.class.getName(), true, loader);
        assertThat(loader.subjects()).isEmpty();
        subjects.getMethod("open", String.class).invoke(null, "malloc-critical");
        assertThat(loader.subjects()).containsExactly("CriticalMalloc");
    }

    /** Defines the harness anew and remembers which of its classes are asked for. */
    private static final class RecordingLoader extends ClassLoader {
        private final List<Class<?>> defined = new ArrayList<>();

        RecordingLoader() {
            super(LazyLoadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith("org.allotment.harness.")) {
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
