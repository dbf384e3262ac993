/** What makes a problem an emergency though nobody's life is in danger, and what can wait for the office. */
export interface UrgencyRule {
  name: string;
  /** Tried on a clause in the plain form of `hear`. */
  words: RegExp;
  /** Words in the same clause that make it something else. */
  unless?: RegExp;
}

const pests = /\b(?:roach\w*|ants|mice|mouse|mices|bugs|bed ?bugs|flies|wasps|noise|dust|hair)\b/;
/** Said with the rent or a bill, these are still what the call is about. */
const anotherProblem =
  /\b(?:hole|crack\w*|leak\w*|water(?! bill)|toilet|no heat|heat is|stuck|wont|not working|isnt working|doesnt work|broken|broke)\b/;
const notADoor =
  /\b(?:mouse|mice|raccoons?|song|cabinet|closet|cupboard|drawer|fridge|refrigerator|freezer|oven|dishwasher|washer|dryer|microwave|shower door|mailbox|blinds?|lid)\b/;

/** In the order in which they are tried. */
export const emergencies: readonly UrgencyRule[] = [
  {
    name: "sewage backup",
    words: /\b(?:sewage|sewer|(?:back|backing|backed|backs) ?(?:ing|ed)? up\b|poop|toilet water)/,
  },
  {
    name: "frozen or burst pipe",
    words:
      /\b(?:burst\w*|(?:pipes?|hose|line|water heater|main) (?:is |are |has |just |got |has just )*(?:bust\w*|broke\w*|froze\w*|split|cracked|popped off|let go)|(?:bust(?:ed)?|broken|frozen|split|cracked) (?:water )?(?:pipes?|main|hose)|popped off)\b/,
  },
  {
    name: "leak or flood",
    words:
      /\b(?:flood\w*|pour\w*|gush\w*|spray\w*|over ?flow\w*|shooting (?:out|up)|every ?where|all over the (?:floor|place|carpet|kitchen|bathroom|hall\w*)|(?:through|threw|from|out of) (?:the |my |our )?(?:ceiling|sealing|wall|walls|light)|(?:ceiling|sealing)(?: is| are)? (?:leak\w*|drip\w*)|(?:in|into|to) (?:my |the |our )?(?:neighbors?|downstairs|apartment below|unit below)|unit below|inch(?:es)? of water|standing water|filling up|sump pump|water (?:all over|on the floor|coming|running|leaking)|(?:cant|wont|will not) (?:shut|turn)(?: it| the water)? off|cant find the shut ?off)\b/,
    unless: pests,
  },
  {
    name: "no heat",
    words:
      /\b(?:no heat\w*|(?:heat|heater|heating|furnace|boiler|radiators?)(?: just| has| have| is| are| it| the)* (?:quit|died|dead|off|out|broke\w*|stopped|gone|down|cold|(?:isnt|not|doesnt|dont|does not|wont|will not|never) (?:be )?(?:work\w*|com\w*|turn\w*|run\w*|start\w*|kick\w*|heat\w*|fire|light|on))|freezing|too cold|(?:its|it is) (?:so )?cold|(?:down to|only|like) \d\d degrees|pilot (?:light )?(?:is |went )?out)\b/,
    unless:
      /\b(?:water heater|no heat in the (?:dryer|oven)|freezer|oven|dryer|burner|shower|yesterday it was)\b/,
  },
  {
    name: "no cooling in the heat",
    words:
      /\b(?:no (?:air condition\w*|ac|cooling|cool air)|(?:ac|a c|air ?condition\w*|cooling|air)(?: unit)?(?: just| has| is| it)* (?:quit|died|dead|out|broke\w*|stopped|gone|down|blowing (?:hot|warm)|(?:isnt|not|doesnt|dont|does not|wont) (?:work\w*|com\w*|turn\w*|cool\w*|run\w*)))\b/,
    unless: /\bcar\b/,
  },
  {
    name: "no power",
    words:
      /\b(?:(?:lost|losing|no|without) (?:power|electric\w*|lights)|(?:power|electric\w*)(?: has| is| went| just| been| it| all)* (?:out|off|down|gone)|power out\w*|power keeps|(?:circuit|breakers?) keeps? tripping|outage|black ?out|(?:whole|entire) (?:building|floor|apartment|place)(?: is| went)? dark|everything went dark|no lights at all)\b/,
  },
  {
    name: "no water",
    words:
      /\b(?:no (?:running )?water(?! pressure| heater)|no water at all|water(?: is| has been| got| was)? (?:shut )?off|not a drop|nothing comes out of (?:the|any) (?:tap|faucet)s?)\b/,
    unless: /\b(?:turned|shut) (?:it|the water|my water) off\b/,
  },
  {
    name: "the only toilet is out",
    words:
      /\b(?:only (?:toilet|bathroom)|toilet\b.*\bonly one|only one (?:toilet|bathroom|we have|i have|in)|no (?:working )?toilet|(?:toilet|it)(?: is)? (?:wont|doesnt|dont|will not|not|cant) flush)\b/,
    unless: /\b(?:one of (?:the|my|our)|other (?:toilet|bathroom)|second (?:toilet|bathroom)|guest)\b/,
  },
  {
    name: "a door or window that cannot be secured",
    words:
      /\b(?:(?:wont|cant|doesnt|dont|does not|not|will not|never) (?:\w+ )?(?:lock|latch|close|shut|secure)\b(?! down)|(?:cant|wont) (?:lock|close|shut|secure) (?:it|the|my)|smashed|shattered|broken into|broke into|broke in|kicked in|pried open|busted (?:lock|door|window)|lock\b.*\b(?:broke\w*|busted|gone|ripped)|(?:broken|busted) lock|(?:window|door)(?: is| was| got)? (?:broke\w*|busted|gone|smashed)|any ?body can walk in|any ?one can walk in|wide open)\b/,
    unless: notADoor,
  },
  {
    name: "an alarm that will not stop",
    words:
      /\b(?:alarms?(?: it| in the lobby| on the roof)?(?: just)? (?:wont|will not|doesnt|dont|is|has been|been|keeps|keep|still) (?:stop\w*|quit|shut off|turn off|going|ringing|blar\w*|sounding|beeping|on)|(?:cant|wont) (?:silence|stop|turn off|shut off) (?:the |this )?alarm|alarm\b.*\b(?:blar\w*|wont stop|cant (?:turn|shut) it off))\b/,
    unless: /\b(?:chirp\w*|low batter\w*|clock|car alarm)\b/,
  },
  {
    name: "locked out",
    words:
      /\b(?:lock(?:ed)? (?:my ?self |her ?self |him ?self |us |me |our ?selves )?out|lock out|lost (?:my |the |our |both )?keys?|(?:cant|cannot|couldnt) get (?:back )?in(?:to|side)?(?: to)? ?(?:my|the|our)? ?(?:apartment|unit|house|home|place|building|door)?\b|stuck outside|key (?:is |got |broke |just )*(?:broke\w*|stuck|snapped)(?: off)? in|left my keys?)\b/,
    unless: /\b(?:portal|app|account|website|mailbox|gym|pool|storage)\b/,
  },
  {
    name: "it does not stop, or gets worse",
    words: /\b(?:wont stop|cant stop|will not stop|getting worse|keeps? coming)\b/,
    unless:
      /\b(?:squeak\w*|bark\w*|noise|noisy|loud|music|talking|calling|fridge|refrigerator|dishwasher|disposal|toilet)\b/,
  },
  { name: "leak", words: /\b(?:leak\w*|leek)\b/ },
];

/** Slower than the leaks above: a tap can wait, and so can a machine without water on the floor. */
export const smallTap: UrgencyRule = {
  name: "a tap",
  words:
    /\b(?:(?:faucet|fossett|tap|shower ?head|shower|sink)\b.{0,20}\b(?:drip\w*|leak\w*)|(?:drip\w*|leak\w*) (?:faucet|tap|shower)|drips? a (?:little|bit))\b/,
  unless: /\b(?:all over|floor|every ?where|cant find|ceiling|wall|into|pour\w*|gush\w*|under)\b/,
};

export const routines: readonly UrgencyRule[] = [
  {
    name: "appliance",
    words:
      /\b(?:dish ?washer|dryer|washer|washing machine|micro ?wave|oven|stove|burner|fridge|refrigerator|freezer|ice ?maker|garbage disposal|disposal|appliances?|toaster)\b/,
  },
  {
    name: "light bulb",
    words: /\b(?:light ?bulbs?|bulbs?|light is out|light fixture is loose|hall\w* light)\b/,
  },
  {
    name: "slow drain",
    words: /\b(?:slow(?:ly)? drain\w*|drain\w*.{0,20}\bslow\w*|slow\w* to drain|slow drain)\b/,
  },
  {
    name: "pests",
    words:
      /\b(?:mice|mices|mouse|rats?|roach\w*|ants|bugs?|bed ?bugs|pests?|wasps?|bees|flies|spiders?|raccoons?|squirrels?|pigeons?)\b/,
  },
  {
    name: "noise",
    words: /\b(?:noise|noisy|loud|music|party|barking|squeak\w*|rattl\w*)\b/,
  },
  {
    name: "low battery",
    words: /\b(?:chirp\w*|low batter\w*|batter(?:y|ies)|needs? (?:a )?(?:new )?batter\w*)\b/,
  },
  {
    name: "toilet that runs",
    words: /\b(?:toilet (?:keeps |is |wont stop )?run\w*|running toilet)\b/,
  },
  { name: "hot water", words: /\b(?:hot water|lukewarm|water pressure)\b/ },
  {
    name: "wear and tear",
    words:
      /\b(?:paint\w*|scratch\w*|blinds?|cabinet|closet|cupboard|drawer|shelf|shelves|carpet|mold|hinge|loose|peeling|doorbell|mailbox|fence|(?:bathroom|ceiling|exhaust|kitchen) fan|tile|curtain|knob|window is stuck|handle)\b/,
    unless:
      /\b(?:rail\w*|balcony|stairs?|steps?|outlets?|wires?|front door|entry|door (?:handle|knob)|water|ceiling)\b/,
  },
  {
    name: "question",
    words:
      /^(?:(?:hi|hello|so|and|um|yes|okay) )*(?:is it|is a|is an|is there a|can i|could i|may i|am i|do i need|are we|where is|where are|when is|which|what should i do|how often|how much)\b/,
    unless: /\b(?:shut|valve|turn|stop\w*|leak\w*|broken|working)\b/,
  },
  {
    name: "office matter",
    words:
      /\b(?:rent|lease|deposit|bills?|fees?|charges?|charged?|owe|pay|payment|insurance|portal|package|packages|parking (?:spots?|spaces?|rules?|permits?|pass|thing|fees?)|(?:guest|visitor) parking|parked in|my spot|pool|gym|wifi|internet|schedule\w*|appointment|reschedule|renew\w*|office (?:hours|opens?)|(?:when|what time) (?:do|does|is|are|will|can)\b.*|open(?:s|ing)? (?:hours|time)|inspection|drill|extinguisher|fire place|fireplace|gas (?:company|station|grill|man)|hazard|(?:should|could) fire|fire (?:him|her|them|that)|fired|install\w*|need a new|trash|garbage|button|smok\w+ (?:weed|pot|cigarettes?)|christmas|elevator (?:is )?(?:just )?(?:slow|dirty)|policy|move ?(?:in|out)|wrong number)\b/,
    unless: anotherProblem,
  },
];
