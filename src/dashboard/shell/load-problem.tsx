import { Component, type ReactNode } from "react";
import { Button } from "@mantine/core";
import { Empty } from "#src/dashboard/parts/empty.tsx";

/** A page that failed, or whose code is gone from the server since a newer version came out: the rest of the window stays. */
export class LoadProblem extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty icon="trouble" title="This page could not be shown">
        <p>There may be a newer version of it. Load it again; calls go on meanwhile.</p>
        <Button variant="default" onClick={() => location.reload()}>
          Load again
        </Button>
      </Empty>
    );
  }
}
