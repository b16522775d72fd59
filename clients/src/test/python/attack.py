"""What somebody would do who may write to every table and has no key of the authentication codes.

usage: attack.py ENDPOINT insert | edit

insert  a back-dated order, as the processor would have stored it in March, with a code of somebody's own making
edit    the price in a stored order, and with it every row that the order was added to, so that all sums agree again; then
        removes the violation that the stream told of, with what is kept with it

Prints what was done, as a line of JSON.
"""
import json
import sys
import time
from decimal import Decimal

import boto3

EVENTS, TOTALS, INTAKE = "purchase-orders-local", "order-aggregations-local", "order-intake-local"
PATIENCE_SECONDS = 60


def connected(endpoint):
    return boto3.client(
        "dynamodb", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any"
    )


def items(dynamodb, table):
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def insert(dynamodb):
    detail = {
        "eventId": "forged",
        "orderId": "PO-forged",
        "occurredAt": "2026-03-01T10:00:00Z",
        "customerId": "C-forged",
        "currency": "EUR",
        "lines": [{"sku": "LAMP", "quantity": 1, "unitPrice": "1000"}],
    }
    some_code = next(items(dynamodb, EVENTS))["mac"]["S"]
    forged = {
        "orderId": "PO-forged",
        "timestamp": "2026-03-01T10:00:00.000000000Z#forged",
        "type": "OrderPlaced",
        "source": "shop",
        "recordedAt": "2026-03-01T10:00:01Z",
        "customerId": "C-forged",
        "detail": json.dumps(detail, separators=(",", ":")),
        "mac": some_code,
    }
    dynamodb.put_item(TableName=EVENTS, Item={name: {"S": text} for name, text in forged.items()})
    return {"orderId": forged["orderId"], "timestamp": forged["timestamp"]}


def edit(dynamodb):
    event = only_placed(dynamodb)
    order_id, timestamp = event["orderId"]["S"], event["timestamp"]["S"]
    detail = json.loads(event["detail"]["S"])
    line = detail["lines"][0]
    more = Decimal(str(line["quantity"])) * 1000
    line["unitPrice"] = str(Decimal(str(line["unitPrice"])) + 1000)
    dynamodb.update_item(
        TableName=EVENTS,
        Key={"orderId": event["orderId"], "timestamp": event["timestamp"]},
        UpdateExpression="SET detail = :detail",
        ExpressionAttributeValues={":detail": {"S": json.dumps(detail)}},
    )
    rows = rows_of(dynamodb, timestamp, ["ALL", "CUSTOMER#" + detail["customerId"], "PRODUCT#" + line["sku"]])
    for key in rows:
        dynamodb.update_item(
            TableName=TOTALS,
            Key=key,
            UpdateExpression="ADD #gross :more",
            ExpressionAttributeNames={"#gross": "amounts." + detail["currency"] + ".gross"},
            ExpressionAttributeValues={":more": {"N": str(more)}},
        )
    edit_order(dynamodb, order_id, line)
    return {
        "orderId": order_id,
        "timestamp": timestamp,
        "rows": len(rows),
        "deleted": remove_traces(dynamodb, order_id),
    }


def only_placed(dynamodb):
    """The first event of an applied order whose amounts nothing changed since: only one measure is to be adjusted."""
    orders = {}
    for item in items(dynamodb, EVENTS):
        orders.setdefault(item["orderId"]["S"], []).append(item)
    for order_id in sorted(orders):
        types = {item["type"]["S"] for item in orders[order_id]}
        is_plain = types <= {"OrderPlaced", "OrderConfirmed", "OrderShipped", "OrderDelivered"}
        if "OrderPlaced" in types and is_plain and "Item" in dynamodb.get_item(TableName=TOTALS, Key=row_of(order_id)):
            return next(item for item in orders[order_id] if item["type"]["S"] == "OrderPlaced")
    raise SystemExit("There is no order that was only placed, confirmed, shipped or delivered.")


def row_of(order_id):
    return {"aggregationKey": {"S": "ORDER#" + order_id}, "period": {"S": "STATE"}}


def rows_of(dynamodb, timestamp, keys):
    """The rows of the hour, the day and the month in which the event occurred, as far as each key has them."""
    periods = ["H#" + timestamp[:13], "D#" + timestamp[:10], "M#" + timestamp[:7]]
    wanted = [{"aggregationKey": {"S": key}, "period": {"S": period}} for key in keys for period in periods]
    return [key for key in wanted if "Item" in dynamodb.get_item(TableName=TOTALS, Key=key)]


def edit_order(dynamodb, order_id, line):
    key = row_of(order_id)
    state = json.loads(dynamodb.get_item(TableName=TOTALS, Key=key)["Item"]["state"]["S"])
    for stored in state["lines"]:
        if stored[0] == line["sku"]:
            stored[2] = line["unitPrice"]
    dynamodb.update_item(
        TableName=TOTALS,
        Key=key,
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": {"S": json.dumps(state, separators=(",", ":"))}},
    )


def remove_traces(dynamodb, order_id):
    """The violation, once it is there, and the contents that are kept under its name."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = list(items(dynamodb, INTAKE))
        names = {
            item["entry"]["S"]
            for item in found
            if item["subject"]["S"] == "VIOLATIONS" and item.get("orderId", {}).get("S") == order_id
        }
        if names:
            break
        if time.monotonic() > deadline:
            raise SystemExit("No violation was recorded.")
        time.sleep(0.2)
    traces = [item for item in found if any(item["entry"]["S"].startswith(name) for name in names)]
    for item in traces:
        dynamodb.delete_item(TableName=INTAKE, Key={name: item[name] for name in ("subject", "entry")})
    return len(traces)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in ("insert", "edit"):
        raise SystemExit(__doc__)
    print(json.dumps({"insert": insert, "edit": edit}[sys.argv[2]](connected(sys.argv[1]))))
