import { useEffect } from "react";
import { Link } from "wouter";
import { Empty } from "#src/dashboard/parts/empty.tsx";

export function NotFound() {
  useEffect(() => {
    document.title = "Not found · EMA";
  }, []);
  return (
    <>
      <h1 className="unseen">Not found</h1>
      <Empty icon="search" title="There is no such page">
        <p>
          The address may be mistyped, or what it led to was erased, or belongs to a workspace that is not
          yours.
        </p>
        <Link href="/" className="button">
          Go to the calls
        </Link>
      </Empty>
    </>
  );
}
