/** A collector: takes OTLP by HTTP and protobuf, as real ones do, and keeps what it was sent. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { type Message, readMessage } from "./protobuf.ts";

export interface CollectedSpan {
  traceId: string;
  id: string;
  parentId: string | undefined;
  name: string;
  kind: number;
  /** Milliseconds since the epoch, to the nanosecond as far as a number has them. */
  startedAt: number;
  endedAt: number;
  attributes: Attributes;
  events: readonly { name: string; attributes: Attributes }[];
  failed: boolean;
  resource: Attributes;
}

interface CollectedPoint {
  metric: string;
  unit: string;
  attributes: Attributes;
  /** Of a histogram: the count of what was recorded. */
  value: number;
  /** Of a histogram. */
  sum?: number;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Collector {
  url: string;
  spans: CollectedSpan[];
  /** Of the last export of each metric and attributes. */
  points: () => CollectedPoint[];
  /** Of one metric, added up over its attributes. */
  sum: (metric: string, where?: Attributes) => number;
  requests: { path: string; headers: IncomingMessage["headers"]; bytes: Buffer }[];
  close: () => Promise<void>;
}

export async function startCollector({
  status = () => 200,
}: { status?: () => number } = {}): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const latest = new Map<string, CollectedPoint>();
  const requests: Collector["requests"] = [];
  const server = createServer((request, response) => void take(request, response));
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await buffer(request);
    const bytes = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
    const { url: path = "", headers } = request;
    requests.push({ path, headers, bytes });
    const answer = status();
    if (answer === 200 && path.endsWith("/v1/traces")) spans.push(...spansIn(bytes));
    if (answer === 200 && path.endsWith("/v1/metrics"))
      for (const point of pointsIn(bytes))
        latest.set(JSON.stringify([point.metric, point.attributes]), point);
    response.writeHead(answer, { "content-type": "application/x-protobuf" }).end();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = z.object({ port: z.number() }).parse(server.address());
  const points = (): CollectedPoint[] => [...latest.values()];
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans,
    points,
    sum: (metric, where = {}) =>
      points()
        .filter((point) => point.metric === metric)
        .filter(({ attributes }) =>
          Object.entries(where).every(([name, value]) => attributes[name] === value),
        )
        .reduce((sum, { value }) => sum + value, 0),
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const value: Message = {
  1: ["text", "text"],
  2: ["bool", "bool"],
  3: ["int", "varint"],
  4: ["double", "double"],
};
const attribute: Message = { 1: ["key", "text"], 2: ["value", value] };
const resource: Message = { 1: ["attributes", attribute, "many"] };
const event: Message = { 2: ["name", "text"], 3: ["attributes", attribute, "many"] };
const span: Message = {
  1: ["traceId", "hex"],
  2: ["id", "hex"],
  4: ["parentId", "hex"],
  5: ["name", "text"],
  6: ["kind", "varint"],
  7: ["startedAt", "fixed64"],
  8: ["endedAt", "fixed64"],
  9: ["attributes", attribute, "many"],
  11: ["events", event, "many"],
  15: ["status", { 3: ["code", "varint"] }],
};
const traces: Message = {
  1: ["of", { 1: ["resource", resource], 2: ["scopes", { 2: ["spans", span, "many"] }, "many"] }, "many"],
};
const number: Message = {
  4: ["value", "double"],
  6: ["value", "fixed64"],
  7: ["attributes", attribute, "many"],
};
const histogram: Message = {
  4: ["value", "fixed64"],
  5: ["sum", "double"],
  9: ["attributes", attribute, "many"],
};
const numbers: Message = { 1: ["points", number, "many"] };
const metric: Message = {
  1: ["name", "text"],
  3: ["unit", "text"],
  5: ["data", numbers],
  7: ["data", numbers],
  9: ["data", { 1: ["points", histogram, "many"] }],
};
const metrics: Message = {
  1: ["of", { 2: ["scopes", { 2: ["metrics", metric, "many"] }, "many"] }, "many"],
};

const readAttributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.object({
        text: z.string().optional(),
        bool: z.boolean().optional(),
        int: z.number().optional(),
        double: z.number().optional(),
      }),
    }),
  )
  .default([])
  .transform((all) =>
    Object.fromEntries(
      all.map(({ key, value }) => [key, value.text ?? value.bool ?? value.int ?? value.double ?? ""]),
    ),
  );
const milliseconds = z.bigint().transform((nanoseconds) => Number(nanoseconds) / 1e6);
const readTraces = z.object({
  of: z.array(
    z.object({
      resource: z.object({ attributes: readAttributes }),
      scopes: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              id: z.string(),
              parentId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              startedAt: milliseconds,
              endedAt: milliseconds,
              attributes: readAttributes,
              events: z.array(z.object({ name: z.string(), attributes: readAttributes })).default([]),
              status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
            }),
          ),
        }),
      ),
    }),
  ),
});
const amount = z.union([z.number(), z.bigint()]).transform(Number).default(0);
const readMetrics = z.object({
  of: z.array(
    z.object({
      scopes: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              unit: z.string().default(""),
              data: z.object({
                points: z
                  .array(z.object({ value: amount, sum: z.number().optional(), attributes: readAttributes }))
                  .default([]),
              }),
            }),
          ),
        }),
      ),
    }),
  ),
});

const spansIn = (bytes: Buffer): CollectedSpan[] =>
  readTraces.parse(readMessage(bytes, traces)).of.flatMap(({ resource: { attributes: resource }, scopes }) =>
    scopes.flatMap(({ spans }) =>
      spans.map(({ status, parentId, ...span }) => ({
        ...span,
        parentId,
        failed: status.code === 2,
        resource,
      })),
    ),
  );

const pointsIn = (bytes: Buffer): CollectedPoint[] =>
  readMetrics.parse(readMessage(bytes, metrics)).of.flatMap(({ scopes }) =>
    scopes.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, unit, data }) =>
        data.points.map(({ value, sum, attributes }) => ({
          metric: name,
          unit,
          attributes,
          value,
          ...(sum === undefined ? {} : { sum }),
        })),
      ),
    ),
  );
