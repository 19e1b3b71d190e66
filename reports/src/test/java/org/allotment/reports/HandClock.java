package org.allotment.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when it is told to. */
public final class HandClock extends Clock {
    private volatile Instant now;

    /** A clock that shows this until it is told. */
    public HandClock(Instant start) {
        now = start;
    }

    /** Goes on. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Shows another moment. */
    public void set(Instant moment) {
        now = moment;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
