// Of the orders that have come, those that still mean something: who was away need not live through a morning in a second.

import type { NumberedOrder, Order } from "../../workshop/protocol/orders.ts";

/** Only the last of each of these counts. */
const REPLACED: ReadonlySet<Order["kind"]> = new Set<Order["kind"]>(["gate", "go", "countdown", "hand-seen", "closed"]);

/** @param isNew the learner has just come: what was said before was said to others. */
export function dueOrders(orders: readonly NumberedOrder[], isNew: boolean): readonly NumberedOrder[] {
  const last = new Map(orders.map((each) => [each.order.kind, each.number]));
  return orders.filter(({ number, order }) => {
    const isLast = last.get(order.kind) === number;
    if (REPLACED.has(order.kind)) return isLast;
    if (order.kind === "ask") return isLast && !isRevealed(orders, order.question, number);
    if (order.kind === "reveal") return orders.some((each) => isAsking(each.order, order.question)) ? false : !isNew;
    return isNew ? order.kind === "broadcast" && isLast : true;
  });
}

function isRevealed(orders: readonly NumberedOrder[], question: string, since: number): boolean {
  return orders.some(({ number, order }) => number > since && order.kind === "reveal" && order.question === question);
}

function isAsking(order: Order, question: string): boolean {
  return order.kind === "ask" && order.question === question;
}
