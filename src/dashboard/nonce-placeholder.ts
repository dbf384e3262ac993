/** Stands in the built page; the server puts each response's own nonce in its place. */
export const noncePlaceholder = "EMA-STYLE-NONCE";
