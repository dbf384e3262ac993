/** Telephone numbers, money and counts as they are read. */

/** `+15555550100` is `(555) 555-0100`; other countries' numbers stay as they are. */
export function telephoneText(number: string): string {
  const [, area, exchange, line] = /^\+?1?(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return line === undefined ? number : `(${area}) ${exchange}-${line}`;
}

/** Cents and less matter: a call costs a few of them. */
export function moneyText(dollars: number): string {
  const digits = Math.abs(dollars) > 0 && Math.abs(dollars) < 0.1 ? 4 : 2;
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(dollars);
}

export const countText = (count: number): string => count.toLocaleString("en-GB");
export const percentText = (part: number): string => `${Math.round(part * 100)} %`;
