/** Which addresses are pages of the dashboard. */
const pages = /^\/(?:sign-in|w\/[^/]+(?:\/(?:calls(?:\/[^/]+)?|figures|settings|place-a-call))?)?\/?$/;
const ofPrograms = /^\/(?:api|webhooks|assets|inspect|enter|health|openapi)(?:[/.]|$)/;

export const isPage = (path: string): boolean => pages.test(path);

/** A person who mistyped an address sees the dashboard say so; a program gets the API's own answer. */
export const isPageOfNobody = (path: string, accept: string | undefined): boolean =>
  !ofPrograms.test(path) && !/\.\w+$/.test(path) && (accept?.includes("text/html") ?? false);
