// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// Measures mustache.java: java -cp ... MustachePeer WORKLOADS OUTPUT

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class MustachePeer {
    interface Work {
        int run(int number) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path output = Path.of(arguments[1]);
        List<?> data = (List<?>) new Reader(Files.readString(folder.resolve("recipients.json"))).value();
        String footer = Files.readString(folder.resolve("footer.mustache"));
        for (String name : new String[] {"large", "small"}) {
            String source = Files.readString(folder.resolve(name + ".mustache"));
            Mustache template = factory(footer).compile(new StringReader(source), name);
            StringBuilder all = new StringBuilder();
            for (Object item : data) all.append(render(template, item));
            Files.writeString(output.resolve(name), all);
            Work render = i -> render(template, data.get(i % data.size())).getBytes(StandardCharsets.UTF_8).length;
            report(name, render);
            if (!name.equals("large")) continue;
            report("compile", i -> {
                Mustache fresh = factory(footer).compile(new StringReader(source), name);
                return render(fresh, data.get(i % data.size())).getBytes(StandardCharsets.UTF_8).length;
            });
        }
    }

    private static DefaultMustacheFactory factory(String footer) {
        return new DefaultMustacheFactory() {
            @Override
            public java.io.Reader getReader(String name) {
                return new StringReader(footer);
            }
        };
    }

    private static String render(Mustache template, Object item) {
        StringWriter writer = new StringWriter(9000);
        template.execute(writer, item);
        return writer.toString();
    }

    static void report(String name, Work work) throws Exception {
        double best = 0;
        long sum = 0;
        for (int round = 0; round < 12; round++) {
            long start = System.nanoTime();
            int count = 0;
            double elapsed = 0;
            while (elapsed < 0.4) {
                for (int i = 0; i < 16; i++) sum += work.run(count++);
                elapsed = (System.nanoTime() - start) / 1e9;
            }
            best = Math.max(best, count / elapsed);
        }
        System.out.println(name + " " + (sum > 0 ? best : 0));
    }

    /** Just enough JSON for the workloads. */
    static final class Reader {
        private final String text;
        private int index;

        Reader(String text) {
            this.text = text;
        }

        private char next() {
            while (Character.isWhitespace(text.charAt(index))) index++;
            return text.charAt(index);
        }

        Object value() {
            switch (next()) {
                case '{': {
                    Map<String, Object> members = new LinkedHashMap<>();
                    do {
                        index++;
                        String name = (String) value();
                        next();
                        index++;
                        members.put(name, value());
                    } while (next() == ',');
                    index++;
                    return members;
                }
                case '[': {
                    List<Object> elements = new ArrayList<>();
                    do {
                        index++;
                        elements.add(value());
                    } while (next() == ',');
                    index++;
                    return elements;
                }
                case '"': {
                    StringBuilder string = new StringBuilder();
                    while (text.charAt(++index) != '"') {
                        if (text.charAt(index) == '\\') index++;
                        string.append(text.charAt(index));
                    }
                    index++;
                    return string.toString();
                }
                default: {
                    int start = index;
                    while (Character.isLetterOrDigit(text.charAt(index))) index++;
                    String word = text.substring(start, index);
                    if (word.equals("true")) return Boolean.TRUE;
                    if (word.equals("false")) return Boolean.FALSE;
                    return Integer.valueOf(word);
                }
            }
        }
    }
}
