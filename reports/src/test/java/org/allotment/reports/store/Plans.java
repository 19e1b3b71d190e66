package org.allotment.reports.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** How SQLite goes about what it is asked. */
public final class Plans {
    private Plans() {}

    /** The lines of the plans of each statement that some work asks. */
    public static List<String> of(Handle handle, Consumer<Handle> work) {
        List<Asked> asked = new ArrayList<>();
        SqlStatements statements = handle.getConfig(SqlStatements.class);
        statements.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                asked.add(Asked.of(context));
            }
        });
        work.accept(handle);
        statements.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
        return asked.stream().flatMap(each -> each.plan(handle).stream()).toList();
    }

    private record Asked(String sql, Set<String> parameters) {
        static Asked of(StatementContext context) {
            return new Asked(
                    context.getRenderedSql(),
                    Set.copyOf(context.getParsedSql().getParameters().getParameterNames()));
        }

        /** For whatever is asked about: SQLite plans before it looks. */
        List<String> plan(Handle handle) {
            Query query = handle.createQuery("EXPLAIN QUERY PLAN " + sql);
            parameters.forEach(name -> query.bind(name, 1));
            return query.map((row, context) -> row.getString("detail")).list();
        }
    }
}
