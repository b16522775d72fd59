// Writes one detail of two types, a line each, with the models that generate-models.mjs made.
import type { OrderPlaced, OrderLine } from '../../../target/generated-models/OrderPlaced.js';
import type { OrderReturned, ReturnedLine } from '../../../target/generated-models/OrderReturned.js';

const line: OrderLine = { sku: 'LAMP', quantity: '2', unitPrice: '19.95' };
const placed: OrderPlaced = {
  eventId: 'e-1',
  orderId: 'PO-1',
  occurredAt: '2026-11-23T10:15:30+01:00',
  customerId: 'C-7',
  currency: 'EUR',
  lines: [line],
  shipping: '4.90',
};
const back: ReturnedLine = { sku: line.sku, quantity: '1', refund: line.unitPrice };
const returned: OrderReturned = { eventId: 'e-2', orderId: placed.orderId, occurredAt: placed.occurredAt, lines: [back] };

for (const detail of [placed, returned]) {
  console.log(JSON.stringify(detail));
}
