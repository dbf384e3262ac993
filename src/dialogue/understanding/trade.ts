/** Which trade a problem needs. */

/** Trades in the order in which they are preferred for these words; the first that the workspace has is taken. */
const rules: readonly (readonly [readonly string[], RegExp])[] = [
  [
    ["plumbing"],
    /\b(?:burst|leak\w*|flood\w*|sewage|sewer|overflow\w*|clog\w*|backing up|water (?!heater|pressure)\w+)\b/,
  ],
  [["elevator"], /\b(?:elevator|lift)\b/],
  [["alarm"], /\b(?:(?:smoke|fire|carbon monoxide|co) (?:alarm|detector)s?|alarm|detector)\b/],
  [
    ["locksmith"],
    /\b(?:locked out|lock (?:is|was|broke|broken)|(?:cant|wont|will not|doesnt|not) (?:lock|close|secure|shut)|deadbolt|lost (?:my )?keys?|key broke)\b/,
  ],
  [["cooling", "heating"], /\b(?:air condition\w*|ac|a c|no cooling|cooling)\b/],
  [
    ["heating"],
    /\b(?:no heat|heat|heater(?<!water heater)|heating|furnace|boiler|radiators?|thermostat|hvac|baseboard|carbon monoxide|gas)\b/,
  ],
  [
    ["appliance", "general"],
    /\b(?:fridge|refrigerator|freezer|stove|oven|dishwasher|washer|washing machine|dryer|microwave)\b/,
  ],
  [
    ["plumbing"],
    /\b(?:water|toilets?|drains?|draining|pipes?|plumb\w*|faucets?|taps?|sinks?|showers?|bath ?tubs?|tub|garbage disposal|sump|valve|drip\w*)\b/,
  ],
  [
    ["electrical"],
    /\b(?:power|electric\w*|outlets?|sockets?|breakers?|fuse ?box|fuses?|wires?|wiring|lights?|spark\w*|panel)\b/,
  ],
  [["roofing", "general"], /\b(?:roof|shingles?|gutters?)\b/],
  [
    ["glass", "locksmith"],
    /\b(?:glass|(?:smashed|broken|cracked) windows?|windows? (?:is |was |got )?(?:smashed|broken|cracked))\b/,
  ],
  [["locksmith"], /\b(?:locks?|locked|keys?|doors?|windows?|intercom)\b/],
];

/** `general` where nothing fits, or nobody of the workspace has the trade. */
export function tradeOf(plain: string, known: readonly string[]): string {
  const wanted = rules.find(([, words]) => words.test(plain))?.[0] ?? [];
  return wanted.find((trade) => known.includes(trade)) ?? "general";
}

const otherProblems =
  /\b(?:broke|broken|stuck|stopped|wont|isnt working|not working|doesnt work|smell\w*|stinks?|noise|noisy|mice|mouse|rats?|roach\w*|bugs|ants|pests?|cracked|smashed|beeping|chirping|mold|ceiling|stairs|tree|collapsed|smoke|fire|hurt|bleeding|damage\w*|spark\w*|light ?bulb)\b/;

/** Words of a problem at all, so that a story can be told from a greeting. */
export function soundsLikeProblem(plain: string): boolean {
  return otherProblems.test(plain) || rules.some(([, words]) => words.test(plain));
}
