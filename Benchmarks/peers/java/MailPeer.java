// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// Measures Java Mail: java -cp ... MailPeer WORKLOADS OUTPUT

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.mail.Message;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;

public final class MailPeer {
    private static final Session session = Session.getInstance(new Properties());
    private static final String[] texts = new String[16];
    private static final String[] htmls = new String[16];
    private static List<String> subjects;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path output = Path.of(arguments[1]);
        for (int i = 0; i < 16; i++) {
            texts[i] = Files.readString(folder.resolve("mail-" + i + ".txt"));
            htmls[i] = Files.readString(folder.resolve("mail-" + i + ".html"));
        }
        subjects = Files.readAllLines(folder.resolve("mail-subjects"));
        for (String encoding : new String[] {"quoted-printable", "base64"}) {
            String name = encoding.equals("base64") ? "compose-base64" : "compose-qp";
            Files.write(output.resolve(name), compose(0, encoding));
            MustachePeer.report(name, i -> compose(i % 16, encoding).length);
        }
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < megabyte.length; i++) megabyte[i] = (byte) (i * 31 + (i >> 8));
        MustachePeer.report("raw-base64", i -> Base64.getMimeEncoder().encode(megabyte).length);
    }

    private static byte[] compose(int number, String encoding) throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setSentDate(new Date(946684800000L));
        message.setFrom(new InternetAddress("noreply@example.com", "Smith & Sons", "UTF-8"));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(String.format("user.%03d@example.com", number)));
        message.setSubject(subjects.get(number), "UTF-8");
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart alternative = new MimeMultipart("alternative");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(texts[number], "UTF-8");
        text.setHeader("Content-Transfer-Encoding", encoding);
        alternative.addBodyPart(text);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(htmls[number], "UTF-8", "html");
        html.setHeader("Content-Transfer-Encoding", encoding);
        alternative.addBodyPart(html);
        message.setContent(alternative);
        message.saveChanges();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(12000);
        message.writeTo(bytes);
        return bytes.toByteArray();
    }
}
