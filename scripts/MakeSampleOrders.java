/*
 * Makes the sample orders of data/ from the invoice lines of the Online Retail data set.
 *
 *     java scripts/MakeSampleOrders.java INPUT.csv.gz OUTPUT.ndjson.gz
 *
 * Needs Java 25 and nothing else. The same input gives the same lines. What is counted goes to standard output as the
 * tables of data/README.md, which also says by which rules an invoice becomes an order.
 */
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

static final int COLUMNS = 8;

/** The contract's limit of lines an order. */
static final int LINES_PER_ORDER = 500;

/** Codes of the source that name carriage: they become the order's shipping. */
static final Set<String> CARRIAGE = Set.of("POST", "DOT", "C2");

/** Codes of the source that name neither goods nor carriage. */
static final Set<String> BOOKKEEPING = Set.of("M", "D", "S", "AMAZONFEE", "BANK CHARGES");

/** Days other than weekends on which nothing is confirmed, shipped or delivered. */
static final Set<LocalDate> HOLIDAYS =
        Set.of(LocalDate.of(2010, 12, 27), LocalDate.of(2010, 12, 28), LocalDate.of(2011, 1, 3));

static final int OPENS = 8;
static final int CLOSES = 18;
static final DateTimeFormatter SOURCE_TIME = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm");
static final DateTimeFormatter EVENT_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'");

record Row(String invoice, String sku, int quantity, LocalDateTime at, BigDecimal price, String customer, String country) {
    BigDecimal amount() {
        return price.multiply(BigDecimal.valueOf(quantity));
    }

    boolean isCredit() {
        return invoice.startsWith("C");
    }
}

record Line(String sku, int quantity, BigDecimal unitPrice, BigDecimal discount) {
    BigDecimal amount() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity)).subtract(discount);
    }

    String json() {
        return "{\"sku\":\"" + sku + "\",\"quantity\":" + quantity + ",\"unitPrice\":\"" + money(unitPrice) + "\""
                + (discount.signum() == 0 ? "" : ",\"discount\":\"" + money(discount) + "\"") + "}";
    }
}

record Refund(int quantity, BigDecimal amount) {
    Refund plus(Refund other) {
        return new Refund(quantity + other.quantity, amount.add(other.amount));
    }
}

record Return(String credit, LocalDateTime at, TreeMap<String, Refund> lines) {}

/** Sorts by time, then in life-cycle order, as the contract's canonical order does. */
record Event(LocalDateTime at, int rank, String type, String id, String orderId, String members) {
    String entry() {
        String detail = "{\"eventId\":\"" + id + "\",\"orderId\":\"" + orderId + "\",\"occurredAt\":\""
                + at.format(EVENT_TIME) + "\"" + members + "}";
        return "{\"Source\":\"online-retail.shop\",\"DetailType\":\"" + type + "\",\"Detail\":\""
                + detail.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }
}

static final class Order {
    final String id;
    final Row head;
    final LocalDateTime enteredAt;
    final List<Line> placed;
    final List<Line> lines;
    final BigDecimal shipping;
    final Map<String, Integer> held = new LinkedHashMap<>();
    final List<Return> returns = new ArrayList<>();
    final LocalDateTime confirmedAt;
    final LocalDateTime shippedAt;
    final LocalDateTime deliveredAt;
    LocalDateTime cancelledAt;
    String cancelledBy;

    Order(String id, Row head, LocalDateTime enteredAt, List<Line> placed, List<Line> lines, BigDecimal shipping) {
        this.id = id;
        this.head = head;
        this.enteredAt = enteredAt;
        this.placed = placed;
        this.lines = lines;
        this.shipping = shipping;
        lines.forEach(line -> held.put(line.sku(), line.quantity()));
        confirmedAt = working(enteredAt.plusMinutes(15 + pick("confirm", 180)).plusSeconds(pick("second", 60)));
        shippedAt = working(confirmedAt.plusMinutes(120 + pick("ship", 24 * 60)).plusSeconds(7));
        boolean abroad = !head.country().equals("United Kingdom");
        deliveredAt = working(shippedAt.plusDays((abroad ? 3 : 1) + pick("days", abroad ? 6 : 3))
                .withHour(OPENS + pick("hour", CLOSES - OPENS))
                .withMinute(pick("minute", 60)));
    }

    /** A number below the bound that depends on the order's id only, so that it is the same in every run. */
    int pick(String what, int bound) {
        int mixed = (id + ":" + what).hashCode() * 0x9E3779B1;
        return Math.floorMod(mixed ^ mixed >>> 15, bound);
    }

    BigDecimal total() {
        return lines.stream().map(Line::amount).reduce(shipping, BigDecimal::add);
    }

    boolean openAt(LocalDateTime at) {
        return cancelledAt == null && enteredAt.isBefore(at);
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        events.add(event(0, "OrderPlaced", head.at(), "placed", ",\"customerId\":\"" + head.customer()
                + "\",\"currency\":\"GBP\"" + content(placed) + ",\"country\":\"" + head.country() + "\""));
        if (!placed.equals(lines)) {
            events.add(event(1, "OrderAmended", enteredAt, "amended", content(lines)));
        }
        LocalDateTime end = cancelledAt != null ? cancelledAt : returns.isEmpty() ? null : returns.getFirst().at();
        // Goods that came back had been shipped, though perhaps sooner than most: then without a notice of delivery.
        boolean hurried = end != null && cancelledAt == null && !shippedAt.isBefore(end);
        long third = hurried ? enteredAt.until(end, java.time.temporal.ChronoUnit.SECONDS) / 3 : 0;
        LocalDateTime confirmed = hurried ? enteredAt.plusSeconds(third) : confirmedAt;
        if (end == null || confirmed.isBefore(end)) {
            events.add(event(2, "OrderConfirmed", confirmed, "confirmed", ""));
        }
        if (cancelledAt != null) {
            events.add(event(5, "OrderCancelled", cancelledAt, "cancelled:" + cancelledBy,
                    ",\"reason\":\"credit note " + cancelledBy + "\""));
            return events;
        }
        events.add(event(3, "OrderShipped", hurried ? enteredAt.plusSeconds(2 * third) : shippedAt, "shipped",
                ",\"carrier\":\"Sample Parcels\",\"trackingNumber\":\"SP"
                        + String.format("%08d", pick("track", 100_000_000)) + "\""));
        if (end == null || deliveredAt.isBefore(end)) {
            events.add(event(4, "OrderDelivered", deliveredAt, "delivered", ""));
        }
        for (Return back : returns) {
            String lines = back.lines().entrySet().stream()
                    .map(line -> "{\"sku\":\"" + line.getKey() + "\",\"quantity\":" + line.getValue().quantity()
                            + ",\"refund\":\"" + money(line.getValue().amount()) + "\"}")
                    .collect(Collectors.joining(","));
            events.add(event(6, "OrderReturned", back.at(), "returned:" + back.credit(), ",\"lines\":[" + lines + "]"));
        }
        return events;
    }

    private String content(List<Line> lines) {
        return ",\"lines\":[" + lines.stream().map(Line::json).collect(Collectors.joining(",")) + "]"
                + (shipping.signum() == 0 ? "" : ",\"shipping\":\"" + money(shipping) + "\"");
    }

    private Event event(int rank, String type, LocalDateTime at, String name, String members) {
        return new Event(at, rank, type, id + ":" + name, id, members);
    }
}

final SortedMap<String, Integer> dropped = new TreeMap<>();
final SortedMap<String, BigDecimal> money = new TreeMap<>();
final Map<String, List<Order>> ordersOfCustomer = new LinkedHashMap<>();

void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
        System.err.println("usage: java MakeSampleOrders.java INPUT.csv.gz OUTPUT.ndjson.gz");
        System.exit(2);
    }
    Map<String, List<Row>> invoices = new LinkedHashMap<>();
    for (Row row : read(arguments[0])) {
        invoices.computeIfAbsent(row.invoice(), _ -> new ArrayList<>()).add(row);
    }
    // Sales first, so that a credit note meets every sale of its customer, whatever the order of the source's lines.
    invoices.values().stream().filter(rows -> !rows.getFirst().isCredit()).forEach(this::sell);
    invoices.values().stream()
            .filter(rows -> rows.getFirst().isCredit())
            .sorted(Comparator.comparing(rows -> rows.getFirst().at()))
            .forEach(this::credit);
    List<Order> orders = ordersOfCustomer.values().stream().flatMap(List::stream).toList();
    List<Event> events = orders.stream()
            .flatMap(order -> order.events().stream())
            .sorted(Comparator.comparing(Event::at).thenComparing(Event::rank).thenComparing(Event::id))
            .toList();
    write(events, arguments[1]);
    report(orders, events);
}

List<Row> read(String file) throws IOException {
    List<Row> rows = new ArrayList<>();
    // The source has a pound sign in Latin-1.
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(Path.of(file))), StandardCharsets.ISO_8859_1))) {
        lines.readLine();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> cells = cells(line);
            if (cells.size() < COLUMNS) {
                drop("cut short in the source (its last line)");
                continue;
            }
            String customer = cells.get(6).isEmpty() ? "GUEST-" + cells.get(0) : cells.get(6);
            rows.add(new Row(cells.get(0), cells.get(1).strip().toUpperCase(Locale.ROOT), Integer.parseInt(cells.get(3)),
                    LocalDateTime.parse(cells.get(4), SOURCE_TIME), new BigDecimal(cells.get(5)), customer, cells.get(7)));
        }
    }
    return rows;
}

static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.add(cell.toString());
            cell.setLength(0);
        } else {
            cell.append(c);
        }
    }
    cells.add(cell.toString());
    return cells;
}

void sell(List<Row> invoice) {
    boolean guest = invoice.getFirst().customer().startsWith("GUEST-");
    boolean free = invoice.stream().allMatch(row -> row.price().signum() == 0);
    List<Row> goods = new ArrayList<>();
    BigDecimal shipping = BigDecimal.ZERO;
    boolean hasGoods = invoice.stream().anyMatch(row -> isGoods(row) && row.quantity() > 0);
    for (Row row : invoice) {
        if (row.quantity() <= 0) {
            drop("stock written off (negative quantity, no price, no customer)");
        } else if (guest && free) {
            drop("stock found (no price and no customer in the whole invoice)");
        } else if (BOOKKEEPING.contains(row.sku())) {
            drop("manual entries, samples, fees and bank charges");
        } else if (!hasGoods) {
            drop("postage without goods");
        } else if (CARRIAGE.contains(row.sku())) {
            shipping = shipping.add(row.amount());
        } else {
            goods.add(row);
        }
    }
    if (!goods.isEmpty()) {
        goods.forEach(row -> money.merge("goods", row.amount(), BigDecimal::add));
        money.merge("shipping", shipping, BigDecimal::add);
        open(goods, shipping);
    }
}

void open(List<Row> goods, BigDecimal shipping) {
    Row head = goods.getFirst();
    LocalDateTime enteredAt = goods.stream().map(Row::at).max(Comparator.naturalOrder()).orElseThrow();
    List<Line> lines = merged(goods);
    for (int from = 0, part = 1; from < lines.size(); from += LINES_PER_ORDER, part++) {
        List<Line> content = lines.subList(from, Math.min(lines.size(), from + LINES_PER_ORDER));
        // Lines entered minutes after the invoice was opened amend the order. No split invoice has such lines.
        List<Line> placed = enteredAt.equals(head.at())
                ? content
                : merged(goods.stream().filter(row -> row.at().equals(head.at())).toList());
        ordersOfCustomer
                .computeIfAbsent(head.customer(), _ -> new ArrayList<>())
                .add(new Order("UK-" + head.invoice() + (part == 1 ? "" : "-" + part), head, enteredAt, placed, content,
                        part == 1 ? shipping : BigDecimal.ZERO));
    }
}

/** One line a sku: the highest of its prices, and as discount what the invoice asked less. */
static List<Line> merged(List<Row> rows) {
    return rows.stream().collect(Collectors.groupingBy(Row::sku, LinkedHashMap::new, Collectors.toList())).entrySet().stream()
            .map(same -> {
                int quantity = same.getValue().stream().mapToInt(Row::quantity).sum();
                BigDecimal price = same.getValue().stream().map(Row::price).max(Comparator.naturalOrder()).orElseThrow();
                BigDecimal asked = same.getValue().stream().map(Row::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
                return new Line(same.getKey(), quantity, price, price.multiply(BigDecimal.valueOf(quantity)).subtract(asked));
            })
            .toList();
}

void credit(List<Row> credit) {
    Row head = credit.getFirst();
    Map<Order, TreeMap<String, Refund>> refunds = new LinkedHashMap<>();
    List<Order> orders = ordersOfCustomer.getOrDefault(head.customer(), List.of()).reversed().stream()
            .filter(order -> order.openAt(head.at()))
            .toList();
    List<Row> goods = new ArrayList<>();
    for (Row row : credit) {
        if (isGoods(row)) {
            goods.add(row);
        } else {
            drop("credits of postage, discounts, fees and manual entries");
        }
    }
    Map<String, Integer> credited = goods.stream()
            .collect(Collectors.groupingBy(Row::sku, LinkedHashMap::new, Collectors.summingInt(row -> -row.quantity())));
    for (Order order : orders) {
        if (order.returns.isEmpty() && head.at().isBefore(order.shippedAt) && credited.equals(order.held)) {
            order.cancelledAt = head.at();
            order.cancelledBy = head.invoice();
            money.merge("cancelled", order.total(), BigDecimal::add);
            return;
        }
    }
    for (Row row : goods) {
        int units = -row.quantity();
        List<Order> holders = holders(orders, row.sku(), units);
        if (holders.isEmpty()) {
            drop("credits of goods that no earlier order of that customer here holds");
            continue;
        }
        money.merge("returned", row.amount().negate(), BigDecimal::add);
        for (Order order : holders) {
            int taken = Math.min(units, order.held.get(row.sku()));
            units -= taken;
            order.held.merge(row.sku(), -taken, Integer::sum);
            refunds.computeIfAbsent(order, _ -> new TreeMap<>())
                    .merge(row.sku(), new Refund(taken, row.price().multiply(BigDecimal.valueOf(taken))), Refund::plus);
        }
    }
    refunds.forEach((order, lines) -> order.returns.add(new Return(head.invoice(), head.at(), lines)));
}

/** The newest order that holds so many units, else the newest ones that hold them together, else none. */
static List<Order> holders(List<Order> newestFirst, String sku, int units) {
    List<Order> some = newestFirst.stream().filter(order -> order.held.getOrDefault(sku, 0) > 0).toList();
    Optional<Order> one = some.stream().filter(order -> order.held.get(sku) >= units).findFirst();
    if (one.isPresent()) {
        return List.of(one.get());
    }
    List<Order> together = new ArrayList<>();
    int found = 0;
    for (Order order : some) {
        if (found < units) {
            together.add(order);
            found += order.held.get(sku);
        }
    }
    return found >= units ? together : List.of();
}

static boolean isGoods(Row row) {
    return !BOOKKEEPING.contains(row.sku()) && !CARRIAGE.contains(row.sku());
}

/** That time, or the same minute of the next opening hour: Monday to Friday, 8 to 18. */
static LocalDateTime working(LocalDateTime time) {
    LocalDateTime next = time.getHour() < OPENS
            ? time.withHour(OPENS)
            : time.getHour() >= CLOSES ? time.plusDays(1).withHour(OPENS) : time;
    while (next.getDayOfWeek() == DayOfWeek.SATURDAY
            || next.getDayOfWeek() == DayOfWeek.SUNDAY
            || HOLIDAYS.contains(next.toLocalDate())) {
        next = next.plusDays(1);
    }
    return next;
}

static String money(BigDecimal amount) {
    return amount.setScale(2).toPlainString();
}

void drop(String why) {
    dropped.merge(why, 1, Integer::sum);
}

static void write(List<Event> events, String file) throws IOException {
    // GZIPOutputStream writes no time and no file name, so that the bytes depend on the lines only.
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(file))) {
        {
            def.setLevel(9);
        }
    }) {
        for (Event event : events) {
            out.write((event.entry() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}

/** Counts twice, from the source's lines and from the orders made of them, and fails where the two differ. */
void report(List<Order> orders, List<Event> events) {
    check("gross", money.get("goods").add(money.get("shipping")), orders.stream().map(Order::total));
    check("cancelled", money.get("cancelled"), orders.stream().filter(order -> order.cancelledAt != null).map(Order::total));
    check("returned", money.get("returned"), orders.stream()
            .flatMap(order -> order.returns.stream())
            .flatMap(back -> back.lines().values().stream())
            .map(Refund::amount));
    BigDecimal gross = money.get("goods").add(money.get("shipping"));
    money.put("gross", gross);
    money.put("net", gross.subtract(money.get("cancelled")).subtract(money.get("returned")));
    table("orders", orders.size());
    table("customers", ordersOfCustomer.size());
    table("of them guests", ordersOfCustomer.keySet().stream().filter(id -> id.startsWith("GUEST-")).count());
    table("products", orders.stream().flatMap(order -> order.lines.stream()).map(Line::sku).distinct().count());
    table("order lines", orders.stream().mapToInt(order -> order.lines.size()).sum());
    table("units ordered", orders.stream().flatMap(order -> order.lines.stream()).mapToInt(Line::quantity).sum());
    table("events", events.size());
    events.stream().collect(Collectors.groupingBy(Event::rank, TreeMap::new, Collectors.toList()))
            .values().forEach(same -> table(same.getFirst().type(), same.size()));
    table("occurred at, first", events.getFirst().at().format(EVENT_TIME));
    table("occurred at, last", events.getLast().at().format(EVENT_TIME));
    money.forEach((name, amount) -> table(name + ", GBP", money(amount)));
    IO.println();
    dropped.forEach(this::table);
}

void check(String name, BigDecimal fromLines, Stream<BigDecimal> fromOrders) {
    BigDecimal sum = fromOrders.reduce(BigDecimal.ZERO, BigDecimal::add);
    if (sum.compareTo(fromLines) != 0) {
        throw new IllegalStateException(name + ": " + fromLines + " in the source's lines, " + sum + " in the orders");
    }
}

void table(String name, Object value) {
    IO.println("| " + name + " | " + value + " |");
}
