/** Scenarios with a mistake each, and what is told of it. */
export const scenario = (caller: string, rest = "expect:\n  - outcome: dispatched") =>
  `name: A call\nworkspace: maple-court\ncaller:\n${caller}\n${rest}\n`;
export const script = (steps: string) => scenario(`  script:\n${steps}`);
const expecting = (expectation: string) =>
  scenario("  script:\n    - say: Hello", `expect:\n  - ${expectation}`);

export const mistakes: [what: string, text: string, sentence: string][] = [
  [
    "an unknown key",
    script("    - sya: Hello"),
    "call.yaml, line 5, column 7: caller.script[0]: found the unknown key 'sya'; did you mean 'say'?",
  ],
  [
    "an unknown key that is like no other",
    script("    - interrupt: { after: 5, say: No, volume: 3 }"),
    "call.yaml, line 5, column 39: caller.script[0].interrupt: found the unknown key 'volume'; write one of after, say.",
  ],
  [
    "an unknown key at the top",
    `workpace: x\n${script("    - say: Hello")}`,
    "call.yaml, line 1, column 1: the scenario: found the unknown key 'workpace'; did you mean 'workspace'?",
  ],
  [
    "an unknown stage",
    scenario("  persona:\n    opening: Help\n    answers:\n      severty: Bad"),
    "call.yaml, line 7, column 7: caller.persona.answers: found the unknown key 'severty'; did you mean 'severity'?",
  ],
  [
    "a number without quotes",
    scenario("  number: +15555550142\n  script: [{ say: Hello }]"),
    "call.yaml, line 4, column 11: caller.number: found a number; write text, that is, put it in quotes.",
  ],
  [
    "a number that nobody can call",
    scenario('  number: "5555550142"\n  script: [{ say: Hello }]'),
    'call.yaml, line 4, column 11: caller.number: found text; write an E.164 number in quotes, such as "+15555550142".',
  ],
  [
    "a misspelt choice",
    `line: { audio: telefone }\n${script("    - say: Hello")}`,
    "call.yaml, line 1, column 16: line.audio: found text; did you mean 'telephone'?",
  ],
  [
    "too much noise",
    `line: { noise: 0.5 }\n${script("    - say: Hello")}`,
    "call.yaml, line 1, column 16: line.noise: found a number; write 0.1 or less.",
  ],
  [
    "neither a persona nor a script",
    scenario("  voice: slt"),
    "call.yaml, line 4, column 3: caller: found a mapping of 1 key; write either a persona or a script.",
  ],
  [
    "two steps in one",
    script("    - say: Hello\n      press: '1'"),
    "call.yaml, line 5, column 7: caller.script[0]: found a mapping of 2 keys; " +
      "write exactly one of say, interrupt, sound, press, silence, silent, hangUp here.",
  ],
  [
    "an unknown sound in a line",
    script('    - say: "Well {sneeze} yes"'),
    "call.yaml, line 5, column 12: caller.script[0].say: found text; " +
      "in braces, write {pause 600} (milliseconds, at most 60000) or one of {cough}, {mhm}.",
  ],
  [
    "an unclosed brace in one of several answers",
    scenario('  persona:\n    opening: Help\n    answers:\n      severity: [Bad, "Worse {pause 5"]'),
    "call.yaml, line 7, column 23: caller.persona.answers.severity[1]: found text; " +
      "close every brace that is opened, as in {pause 600}.",
  ],
  [
    "hanging up after the end of the sentence",
    script("    - hangUp: { afterWords: 2, of: Hello there }"),
    "call.yaml, line 5, column 15: caller.script[0].hangUp: found a mapping of 2 keys; " +
      "write more words than afterWords counts, so that the sentence is cut short.",
  ],
  [
    "events beside a script",
    scenario("  script: [{ say: Hello }]\n  events: [{ stage: problem, press: '0' }]"),
    "call.yaml, line 4, column 3: caller: found a mapping of 2 keys; " +
      "write events beside a persona only; in a script they are steps.",
  ],
  [
    "nothing expected",
    scenario("  script: [{ say: Hello }]", "expect: []"),
    "call.yaml, line 5, column 9: expect: found an empty list; write at least one item.",
  ],
  [
    "no expectations at all",
    scenario("  script: [{ say: Hello }]", ""),
    "call.yaml, line 1, column 1: expect: found nothing; write a list.",
  ],
  [
    "an unknown expectation",
    expecting("outcom: dispatched"),
    "call.yaml, line 7, column 5: expect[0]: found the unknown key 'outcom'; did you mean 'outcome'?",
  ],
  [
    "an unknown outcome",
    expecting("outcome: dispached"),
    "call.yaml, line 7, column 14: expect[0].outcome: found text; did you mean 'dispatched'?",
  ],
  [
    "an expression that does not compile",
    expecting("said: { speaker: agent, matches: /(/ }"),
    "call.yaml, line 7, column 38: expect[0].said.matches: found text; " +
      "write a regular expression between slashes, as in /back/i.",
  ],
  [
    "words that are not there",
    expecting("said: { speaker: agent }"),
    "call.yaml, line 7, column 11: expect[0].said: found a mapping of 1 key; write contains or matches, or both.",
  ],
  [
    "a list where a fact is due",
    expecting("learnt: { unit: [4B] }"),
    "call.yaml, line 7, column 21: expect[0].learnt.unit: found a list; write a text, a pattern or true or false.",
  ],
  [
    "an empty file",
    "",
    "call.yaml, line 1, column 1: the scenario: found nothing; write a mapping of keys to values.",
  ],
];
