package org.allotment.reports.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a store that is away from a statement that is wrong. */
final class Faults {
    /** Classes of SQLSTATE: connection lost, out of resources, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** Low byte of SQLite's codes: the file is busy, locked, read only, full, unreadable or cannot be opened. */
    private static final Set<SQLiteErrorCode> SQLITE_AWAY = Set.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CANTOPEN);

    private Faults() {}

    static boolean isUnavailable(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if ((cause instanceof SQLException sql && isAway(sql)) || cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(SQLException fault) {
        if (fault instanceof SQLiteException lite) {
            int low = lite.getResultCode().code & 0xff;
            return SQLITE_AWAY.stream().anyMatch(code -> code.code == low);
        }
        String state = fault.getSQLState();
        // Agroal gives no state when no connection came in time.
        return state == null || (state.length() >= 2 && AWAY.contains(state.substring(0, 2)));
    }
}
