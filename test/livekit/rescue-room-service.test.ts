import { createServer } from "node:http";
import { once } from "node:events";
import { AgentDispatchClient, RoomServiceClient, SipCallError, SipClient } from "livekit-server-sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type DispatchService,
  isAway,
  isNotFound,
  reasonOf,
  type RoomService,
  type TransferService,
} from "#src/livekit/room-service.ts";
import { readDispatchMetadata, resumedDispatch } from "#src/livekit/rescue-metadata.ts";

interface Services {
  rooms: RoomService;
  dispatch: DispatchService;
  sip: TransferService;
}

/** The real clients, at a server that answers everything in one way. */
async function answering(status: number, body: unknown): Promise<Services> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return clients(typeof address === "object" && address !== null ? address.port : 0);
}

function clients(port: number): Services {
  const where = [`http://127.0.0.1:${port}`, "key", "secret"] as const;
  return {
    rooms: new RoomServiceClient(...where),
    dispatch: new AgentDispatchClient(...where),
    sip: new SipClient(...where),
  };
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no failure",
    (error: unknown) => error,
  );

describe("a failure of LiveKit's API", () => {
  it("is known when there is no such thing", async () => {
    const { rooms } = await answering(404, {
      code: "not_found",
      msg: "participant sip_+15555550123 is gone",
    });
    const error = await failureOf(rooms.removeParticipant("call-harbour", "agent-AJ_1"));
    expect([isNotFound(error), isAway(error), reasonOf(error)]).toEqual([true, false, "status 404"]);
  });

  it("may pass when no server has the room", async () => {
    const { dispatch } = await answering(503, { code: "unavailable", msg: "no response from servers" });
    const error = await failureOf(dispatch.listDispatch("call-harbour"));
    expect([isNotFound(error), isAway(error), reasonOf(error)]).toEqual([false, true, "status 503"]);
  });

  it("may pass when nothing listens", async () => {
    const error = await failureOf(clients(1).rooms.listRooms());
    expect([isNotFound(error), isAway(error)]).toEqual([false, true]);
    expect(reasonOf(error)).toMatch(/^[A-Za-z]+$/);
  });

  it("is an answer when the telephone that was called is busy", async () => {
    const { sip } = await answering(500, {
      code: "unavailable",
      msg: "+15555550142 is busy",
      meta: { sip_status_code: "486", sip_status: "Busy Here" },
    });
    const transfer = { playDialtone: true, ringingTimeout: 1, timeout: 3 };
    const error = await failureOf(
      sip.transferSipParticipant("call-harbour", "sip_1", "tel:+15555550142", transfer),
    );
    expect(error).toBeInstanceOf(SipCallError);
    expect([isNotFound(error), isAway(error), reasonOf(error)]).toEqual([false, false, "SIP status 486"]);
  });

  it("is told in few words when it is late, or nothing that anybody knows", () => {
    expect(reasonOf(new DOMException("call to +15555550142", "TimeoutError"))).toBe("no answer in time");
    expect(reasonOf(new RangeError("+15555550142"))).toBe("RangeError");
    expect(reasonOf("+15555550142")).toBe("unknown error");
  });
});

describe("a dispatch's metadata", () => {
  it("says what a resumed call needs", () => {
    expect(resumedDispatch({ told: true, after: "AJ_1" })).toBe(
      '{"resumed":true,"told":true,"after":"AJ_1"}',
    );
    expect(readDispatchMetadata(resumedDispatch({ told: false }))).toEqual({ resumed: true, told: false });
  });

  it.each(["", "{", "[]", "null", '{"workspace":"harbour"}', '{"resumed":"yes"}'])(
    "says nothing in %s",
    (text) => {
      expect(readDispatchMetadata(text)).toEqual({});
    },
  );
});
