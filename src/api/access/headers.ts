/** What browsers are told of every answer: which page may load what, and that nobody else may show or keep it. */
import helmet from "@fastify/helmet";
import type { ApiApp } from "#src/api/http/parts.ts";

/**
 * A page's `<style>` elements bear `reply.cspNonce.style`; inline scripts there are none. The policy has `reply.cspNonce.script`
 * as well, which nothing needs to bear.
 */
export async function addHeaders(app: ApiApp, publicUrl: string): Promise<void> {
  const { protocol, host } = new URL(publicUrl);
  const secure = protocol === "https:";
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        // To older browsers, 'self' is not the same host's WebSocket.
        connectSrc: ["'self'", `${secure ? "wss" : "ws"}://${host}`],
        mediaSrc: ["'self'", "blob:"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
    referrerPolicy: { policy: "no-referrer" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("permissions-policy", "camera=(), geolocation=(), microphone=(self), payment=(), usb=()");
    if (request.routeOptions.url?.startsWith("/api/")) reply.header("cache-control", "no-store");
  });
}
