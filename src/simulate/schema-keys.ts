/** Which keys a schema knows at a place in the document. */
import { z } from "zod";

/** Empty when no mapping is expected there. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  return inner(schema, path).flatMap((found) =>
    found instanceof z.ZodObject ? Object.keys(found.shape) : [],
  );
}

function inner(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return inner(schema.def.innerType, path);
  }
  if (schema instanceof z.ZodUnion) return schema.def.options.flatMap((option) => inner(option, path));
  const [key, ...rest] = path;
  if (key === undefined) return [schema];
  if (schema instanceof z.ZodArray) return inner(schema.def.element, rest);
  if (schema instanceof z.ZodObject) {
    const field: unknown = Reflect.get(schema.shape, key);
    return field instanceof z.ZodType ? inner(field, rest) : [];
  }
  return [];
}
