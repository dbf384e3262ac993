/** Who calls while something fails. */
export type Speaks = { script: readonly object[] } | { persona: object };

const problem = "A pipe burst under my kitchen sink.";

/** Three turns, and gone. */
export const steps: Speaks = {
  script: [
    { say: problem },
    { say: "Everyone is safe." },
    { say: "Water is pouring out and I cannot stop it." },
    { hangUp: true },
  ],
};

/** Says what is wrong whenever it is their turn. */
export const persona: Speaks = {
  persona: { opening: problem, answers: { safetyCheck: "Everyone is safe." } },
};
