package org.allotment.reports.web;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.allotment.reports.FreshStore;

/** Pages over a new SQLite file. */
@QuarkusTest
@QuarkusTestResource(value = FreshStore.class, restrictToAnnotatedClass = true)
class SqlitePagesTest extends PagesContract {

    @Override
    String store() {
        return "sqlite";
    }
}
