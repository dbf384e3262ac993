/**
 * The trades that a vendor can have and that `Facts.trade` names. A closed list, so that a misspelt trade fails the load
 * instead of leaving an emergency without a vendor. `general` is who is called when no vendor has the trade.
 */
export const trades = [
  "plumbing",
  "electrical",
  "heating",
  "cooling",
  "locksmith",
  "appliance",
  "roofing",
  "glass",
  "elevator",
  "alarm",
  "restoration",
  "general",
] as const;
