/** EMA cannot start with this environment. The message is one sentence and never holds a variable's value. */
export class SettingsError extends Error {
  /** The environment variable to mend. */
  readonly variable: string;

  constructor(variable: string, found: string, remedy: string) {
    super(`${variable} is ${found}; ${remedy}.`);
    this.name = "SettingsError";
    this.variable = variable;
  }
}
