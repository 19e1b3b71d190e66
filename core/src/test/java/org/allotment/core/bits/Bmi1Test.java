package org.allotment.core.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * C2 makes one instruction of each form of {@link LowestOne}, in the kernels and where the engines use them; and none
 * when it is told not to, with the same results.
 *
 * <p>The machine code of a method is what the JVM prints without a disassembler: bytes in hexadecimal. The three
 * instructions have the opcode {@code F3} of map 2 behind a three-byte VEX prefix, and differ in a field of the byte
 * that names the operand: 1 for BLSR, 2 for BLSMSK, 3 for BLSI.
 */
final class Bmi1Test {
    private static final List<String> SITES = List.of(
            "org.allotment.core.bits.LowestOne::only",
            "org.allotment.core.bits.LowestOne::through",
            "org.allotment.core.bits.LowestOne::without",
            "org.allotment.core.page.RunBitmap::allocate",
            "org.allotment.core.buddy.BlockBits::removeFirst",
            "org.allotment.core.bitset.RunGuard::retire");

    private static final Pattern METHOD = Pattern.compile(
            "Compiled method \\(c2\\) .*? ([\\w.]+)\\.(\\w+)::(\\w+) \\(.*?\\[MachCode](.*?)\\[/MachCode]",
            Pattern.DOTALL);
    private static final Pattern BYTES = Pattern.compile("(?m)^ *0x[0-9a-f]+: ([0-9a-f |]+)$");

    /** What a JVM made of the loops. */
    private record Compiled(String checksum, Map<String, List<String>> instructions) {}

    @Test
    void c2EmitsOneInstructionForEachForm() throws IOException, InterruptedException {
        assumeTrue(hasBmi1(), "a processor with BMI1");
        Compiled with = compile("-XX:+UseBMI1Instructions");
        assertThat(with.instructions())
                .containsEntry("LowestOne::only", List.of("BLSI"))
                .containsEntry("LowestOne::through", List.of("BLSMSK"))
                .containsEntry("LowestOne::without", List.of("BLSR"));
        assertThat(with.instructions().get("RunBitmap::allocate")).contains("BLSR");
        assertThat(with.instructions().get("BlockBits::removeFirst")).contains("BLSR");
        assertThat(with.instructions().get("RunGuard::retire")).contains("BLSI", "BLSR");

        Compiled without = compile("-XX:-UseBMI1Instructions");
        assertThat(without.instructions()).hasSameSizeAs(with.instructions());
        assertThat(without.instructions().values())
                .allSatisfy(found -> assertThat(found).isEmpty());
        assertThat(without.checksum()).isEqualTo(with.checksum());
    }

    private static boolean hasBmi1() throws IOException {
        Path processors = Path.of("/proc/cpuinfo");
        return Files.isReadable(processors) && Files.readString(processors).contains(" bmi1 ");
    }

    private static Compiled compile(String control) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xbatch", "-XX:-TieredCompilation", "-XX:+UseSerialGC", control));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:CompileCommand=quiet"));
        SITES.forEach(site -> command.add("-XX:CompileCommand=print," + site));
        // The forms become part of their callers, as they do for users; the callers stay methods of their own.
        SITES.stream()
                .filter(site -> !site.contains("LowestOne"))
                .forEach(site -> command.add("-XX:CompileCommand=dontinline," + site));
        command.addAll(List.of("-cp", classPath(), BitLoops.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(output).isZero();
        return new Compiled(checksum(output), instructions(output));
    }

    /** The build runs tests on the module path, with the tests' classes patched in. */
    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                        .map(property -> System.getProperty(property, ""))
                        .filter(path -> !path.isEmpty())
                        .collect(Collectors.joining(File.pathSeparator))
                + File.pathSeparator
                + Path.of("target", "test-classes").toAbsolutePath();
    }

    private static String checksum(String output) {
        return output.lines()
                .filter(line -> line.startsWith("checksum="))
                .findFirst()
                .orElseThrow();
    }

    /** By method, what there is of the three; a method that was compiled again counts as it was last. */
    private static Map<String, List<String>> instructions(String output) {
        Map<String, List<String>> found = new TreeMap<>();
        Matcher methods = METHOD.matcher(output);
        while (methods.find()) {
            found.put(methods.group(2) + "::" + methods.group(3), decode(bytes(methods.group(4))));
        }
        return found;
    }

    private static byte[] bytes(String code) {
        StringBuilder digits = new StringBuilder();
        BYTES.matcher(code)
                .results()
                .forEach(line -> digits.append(line.group(1).replaceAll("[ |]", "")));
        return HexFormat.of().parseHex(digits);
    }

    private static List<String> decode(byte[] code) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i + 4 < code.length; i++) {
            boolean prefixed = (code[i] & 0xFF) == 0xC4 && (code[i + 1] & 0x1F) == 2 && (code[i + 2] & 7) == 0;
            if (prefixed && (code[i + 3] & 0xFF) == 0xF3) {
                found.add(
                        switch (code[i + 4] >> 3 & 7) {
                            case 1 -> "BLSR";
                            case 2 -> "BLSMSK";
                            case 3 -> "BLSI";
                            default -> "other";
                        });
            }
        }
        return found;
    }
}
