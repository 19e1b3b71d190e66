package org.allotment.reports.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.Histograms.Bucket;
import org.allotment.reports.model.Reported;
import org.allotment.reports.model.Samples;

/**
 * Raw numbers as bytes, big endian, every bit kept: lengths are ints, values are doubles, counts are longs. A change of
 * this layout takes a new {@link #CODEC}.
 */
public final class SampleCodec {
    /** Number of this layout. */
    public static final int CODEC = 1;

    private SampleCodec() {}

    /** {@code forks, (iterations, value…)…}. */
    public static byte[] encode(Samples samples) {
        int size = Integer.BYTES * (1 + samples.forks()) + Double.BYTES * samples.iterations();
        ByteBuffer out = ByteBuffer.allocate(size).putInt(samples.forks());
        for (int i = 0; i < samples.forks(); i++) {
            double[] fork = samples.fork(i);
            out.putInt(fork.length);
            for (double value : fork) {
                out.putDouble(value);
            }
        }
        return out.array();
    }

    /** The samples of {@link #encode(Samples)}. */
    public static Samples samples(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            double[][] forks = new double[in.getInt()][];
            for (int i = 0; i < forks.length; i++) {
                forks[i] = new double[in.getInt()];
                for (int k = 0; k < forks[i].length; k++) {
                    forks[i][k] = in.getDouble();
                }
            }
            return Samples.of(forks);
        } catch (BufferUnderflowException e) {
            throw new UncheckedIOException(cutShort(bytes), (IOException) new EOFException().initCause(e));
        }
    }

    /** {@code elements, (score, error, low, high, percentiles, (name, value)…)…}. */
    public static byte[] encode(List<Reported> reported) {
        return written(out -> {
            out.writeInt(reported.size());
            for (Reported each : reported) {
                out.writeDouble(each.score());
                out.writeDouble(each.error());
                out.writeDouble(each.low());
                out.writeDouble(each.high());
                out.writeInt(each.percentiles().size());
                for (Map.Entry<String, Double> entry : each.percentiles().entrySet()) {
                    out.writeUTF(entry.getKey());
                    out.writeDouble(entry.getValue());
                }
            }
        });
    }

    /** What {@link #encode(List)} was given. */
    public static List<Reported> reported(byte[] bytes) {
        return read(bytes, in -> {
            List<Reported> all = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                all.add(new Reported(
                        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), percentiles(in)));
            }
            return all;
        });
    }

    /** {@code forks, (iterations, (buckets, (value, count)…)…)…}. */
    public static byte[] encode(Histograms histograms) {
        return written(out -> {
            out.writeInt(histograms.forks().size());
            for (List<List<Bucket>> fork : histograms.forks()) {
                out.writeInt(fork.size());
                for (List<Bucket> iteration : fork) {
                    out.writeInt(iteration.size());
                    for (Bucket bucket : iteration) {
                        out.writeDouble(bucket.value());
                        out.writeLong(bucket.count());
                    }
                }
            }
        });
    }

    /** The histograms of {@link #encode(Histograms)}. */
    public static Histograms histograms(byte[] bytes) {
        return read(bytes, in -> {
            List<List<List<Bucket>>> forks = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                List<List<Bucket>> fork = new ArrayList<>();
                for (int k = in.readInt(); k > 0; k--) {
                    fork.add(buckets(in));
                }
                forks.add(fork);
            }
            return new Histograms(forks);
        });
    }

    private static List<Bucket> buckets(DataInputStream in) throws IOException {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            buckets.add(new Bucket(in.readDouble(), in.readLong()));
        }
        return buckets;
    }

    private static SequencedMap<String, Double> percentiles(DataInputStream in) throws IOException {
        SequencedMap<String, Double> percentiles = new LinkedHashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            percentiles.put(in.readUTF(), in.readDouble());
        }
        return percentiles;
    }

    private static byte[] written(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(cutShort(bytes), e);
        }
    }

    private static String cutShort(byte[] bytes) {
        return "sample bytes are cut short, bytes=" + bytes.length;
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
