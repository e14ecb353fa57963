import type { Bill } from './bill.ts';

/** Below it a line says no more than that it is there. Unit: US dollars a day. */
const LEAST_USD = 0.001;

/** A bill as a table of Markdown, the dearest line first; what comes to less than a tenth of a cent is summed up. */
export function billTable({ lines, usd }: Bill): string {
  const shown = lines.filter((line) => line.usd >= LEAST_USD);
  const rest = lines.filter((line) => line.usd < LEAST_USD);
  return [
    '| what | a day | USD each | USD a day |',
    '|---|---|---|---|',
    ...shown.map(
      ({ item, price, quantity, usd: sum }) =>
        `| \`${item}\`: ${price.unit} | ${quantityText(quantity)} | ${priceText(price.usd)} | ${sum.toFixed(3)} |`,
    ),
    ...(rest.length === 0
      ? []
      : [
          `| ${rest.map(({ item }) => `\`${item}\``).join(', ')} | | | ${rest.reduce((sum, line) => sum + line.usd, 0).toFixed(3)} |`,
        ]),
    `| **sum** | | | **${usd.toFixed(2)}** |`,
  ].join('\n');
}

function quantityText(quantity: number): string {
  return quantity >= 100 ? Math.round(quantity).toLocaleString('en-US') : String(Number(quantity.toPrecision(3)));
}

/** Prices of single requests are told by the million. */
function priceText(usd: number): string {
  return usd < 1e-4 ? `${Number((usd * 1e6).toPrecision(6))} a million` : String(usd);
}
