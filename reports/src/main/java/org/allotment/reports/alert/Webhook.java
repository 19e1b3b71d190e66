package org.allotment.reports.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts an incident as JSON, signed: {@code X-Allotment-Signature: t=SECONDS,v1=HEX} where HEX is the HMAC-SHA256 of
 * {@code SECONDS.BODY} under the shared secret. A receiver recomputes it, compares in constant time, and refuses a time
 * more than five minutes away: what was overheard cannot be played again later.
 */
public final class Webhook implements Channel {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 2;
    private static final int HUNDRED = 100;

    private final URI address;
    private final byte[] secret;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** To one address. */
    public Webhook(URI address, String secret, Clock clock) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a webhook needs a secret, address=" + address);
        }
        this.address = address;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(String delivery, Incident incident) throws IOException, InterruptedException {
        String body = body(delivery, incident);
        long time = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-Allotment-Delivery", delivery)
                .header("X-Allotment-Signature", "t=" + time + ",v1=" + signature(time, body))
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
        if (answer.statusCode() / HUNDRED != OK) {
            throw new IOException("webhook refused, status=" + answer.statusCode());
        }
    }

    private static String body(String delivery, Incident incident) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("delivery", delivery);
            json.writeNumberField("incident", incident.id());
            json.writeStringField("project", incident.project());
            json.writeStringField("branch", incident.branch());
            json.writeStringField("subject", incident.subject());
            json.writeStringField("text", incident.detail());
            json.writeStringField("commit", incident.commit());
            json.writeStringField("run", incident.runId());
            json.writeStringField("opened", incident.opened().toString());
            json.writeEndObject();
        }
        return text.toString();
    }

    /** HMAC-SHA256 of time and body, in hex. */
    String signature(long time, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
