package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.purchaseorders.events.Limits;
import io.purchaseorders.handlers.api.ApiFixture;
import io.purchaseorders.handlers.api.Question;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class CsvTest {

    private static String csv(String items, String... columns) {
        return Csv.of(body(items.replace('\'', '"')), List.of(columns), true);
    }

    private static ObjectNode body(String items) {
        return JsonNodeFactory.instance.objectNode().putRawValue("items", new RawValue(items));
    }

    @Test
    void totals_have_a_column_a_number_with_the_currencies_of_all_items() {
        assertThat(csv("""
                        [{'period':'2026-10','orders':{'placed':1},'amounts':{'EUR':{'net':'1.5'}},'anomalies':0},
                         {'period':'2026-11','orders':{'placed':2},'amounts':{'GBP':{'net':'-7'},'EUR':{'net':'2'}},
                          'anomalies':1}]""", "period")).isEqualTo("""
                        period,orders.placed,amounts.EUR.net,amounts.GBP.net,anomalies\r
                        2026-10,1,1.5,,0\r
                        2026-11,2,2,-7,1\r
                        """);
    }

    @Test
    void cells_are_quoted_as_rfc_4180_has_it_and_what_publishers_nested_is_json() {
        assertThat(
                        csv(
                                "[{'id':'a,b','text':'say \\u0022x\\u0022\\n','none':null,'detail':{'n':1.50},'lines':[{'q':1}]}]"))
                .isEqualTo("id,text,none,detail,lines\r\n\"a,b\",\"say \"\"x\"\"\n\",,\"{\"\"n\"\":1.50}\","
                        + "\"[{\"\"q\"\":1}]\"\r\n");
    }

    @Test
    void what_publishers_nested_as_deep_as_an_event_may_be_and_the_longest_numbers_stand_to_the_letter() {
        String deep = "[".repeat(Limits.NESTING - 1) + "]".repeat(Limits.NESTING - 1);
        assertThat(csv("[{'detail':{ 'x' : 1.50,'deep':" + deep + "},'big':1E+30000,'small':-1e-30000}]"))
                .isEqualTo(
                        "detail,big,small\r\n\"{ \"\"x\"\" : 1.50,\"\"deep\"\":" + deep + "}\",1E+30000,-1e-30000\r\n");
    }

    @Test
    void published_members_that_are_named_as_parts_of_a_total_are_one_cell_each() {
        assertThat(Csv.of(
                        body("[{\"amounts\":{\"a\":1},\"orders\":\"many\"},{\"amounts\":\"none\",\"orders\":{}}]"),
                        List.of(),
                        false))
                .isEqualTo("amounts,orders\r\n\"{\"\"a\"\":1}\",many\r\nnone,{}\r\n");
    }

    @Test
    void published_names_beyond_the_most_columns_stand_together_so_that_no_page_grows_by_its_rows_times_their_names() {
        String first = IntStream.range(0, Csv.MOST_COLUMNS - 1)
                .mapToObj(i -> "\"a" + i + "\":" + i)
                .collect(Collectors.joining(","));
        String items = "[{" + first + "},{\"a0\":\"x\",\"others\":[],\"\\\"b\":{\"c\":1},\"d\":2}]";
        String ofFirst = ",".repeat(Csv.MOST_COLUMNS - 2);
        assertThat(Csv.of(body(items), List.of("id"), false).lines())
                .satisfiesExactly(
                        names -> assertThat(names).startsWith("id,a0,a1,").endsWith(",a198,others"),
                        row -> assertThat(row).startsWith(",0,1,").endsWith(",198,"),
                        row -> assertThat(row)
                                .isEqualTo(",x" + ofFirst
                                        + ",\"{\"\"others\"\":[],\"\"\\\"\"b\"\":{\"\"c\"\":1},\"\"d\"\":2}\""));
        assertThat(Csv.of(body("[{\"others\":1}]"), List.of("id"), false)).isEqualTo("id,others\r\n,1\r\n");
    }

    @Test
    void a_text_that_a_spreadsheet_would_compute_is_shown_instead() {
        assertThat(csv("[{'a':'=1+1','b':'+x','c':'-5.25','d':'-x','e':'@x','f':-3,'g':'\\t=1'}]"))
                .isEqualTo("a,b,c,d,e,f,g\r\n'=1+1,'+x,-5.25,'-x,'@x,-3,'\t=1\r\n");
    }

    @Test
    void a_list_without_items_has_the_names_of_its_columns() {
        assertThat(csv("[]", "aggregationKey", "sku")).isEqualTo("aggregationKey,sku\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | true",
                "Text/CSV;header=present | true",
                "text/csv, application/json;q=0.9 | true",
                "text/csv;q=0.5, */* | true",
                "application/json, text/csv | false",
                "application/json, text/csv;q=0.9 | false",
                "text/csv;q=0 | false",
                "*/* | false",
                "'' | false",
            })
    void csv_is_for_those_who_ask_for_it_and_prefer_it(String accept, boolean csv) {
        var event = ApiFixture.request("GET", "/customers", "orders/read").withHeaders(Map.of("Accept", accept));
        assertThat(Request.of(event, Question.CUSTOMERS, "/customers").prefersCsv())
                .isEqualTo(csv);
    }

    @Test
    void the_next_page_is_linked_to_with_every_other_parameter() {
        var event = ApiFixture.request(
                "GET", "/customers", "orders/read", "prefix", "a & b", "limit", "2", "cursor", "before");
        assertThat(Request.of(event, Question.CUSTOMERS, "/customers").linkToNext("next"))
                .isEqualTo("<?cursor=next&limit=2&prefix=a%20%26%20b>; rel=\"next\"");
    }
}
