package org.allotment.reports.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The one shape of every error. */
public record ApiError(Detail error) {
    /** {@code code} is a word of docs/result-format.md, {@code where} the place in the upload if there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Detail(
            String code, String message, @Nullable String where) {}

    /** An error without a place. */
    public static ApiError of(String code, String message) {
        return new ApiError(new Detail(code, message, null));
    }

    /** The error that stands for an HTTP status that no code of ours chose. */
    public static ApiError ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> of("unauthorized", "not allowed");
            case 404 -> of("not-found", "nothing here");
            case 405 -> of("bad-parameter", "method not allowed here");
            case 406 -> of("unsupported-type", "none of the accepted media types can be given");
            case 413 -> of("too-large", "request too large");
            case 415 -> of("unsupported-type", "media type not taken");
            case 503 -> of("unavailable", "try again later");
            default -> status < 500 ? of("bad-parameter", "request not understood") : of("internal", "internal error");
        };
    }

    public Response response(int status) {
        return Response.status(status)
                .entity(this)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
