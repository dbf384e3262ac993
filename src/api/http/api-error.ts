/** A refusal that is answered as it is: `{"success": false, "error": {"code", "message"}}`. */
export class ApiError extends Error {
  readonly statusCode: number;
  /** For programs; one word in camelCase. */
  readonly code: string;

  /** `message` names the field, what kind of value it has, and the remedy; it quotes nothing that was sent. */
  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.name = "ApiError";
    this.statusCode = statusCode;
    this.code = code;
  }
}
