import { watch } from "node:fs";

/** Calls after a folder, or one in it, has changed and then rested; once at a time, and once more for what came meanwhile. */
export function watchFolder(folder: string, onChange: () => Promise<void>): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isClosed = false;
  const plan = () => {
    clearTimeout(timer);
    // Editors write a file in several steps.
    if (!isClosed) timer = setTimeout(start, 200);
  };
  const start = async () => {
    if (isRunning) return plan();
    isRunning = true;
    await onChange();
    isRunning = false;
  };
  const watcher = watch(folder, { recursive: true }, plan);
  // A folder that goes while it is watched: its last deployment stays.
  watcher.on("error", () => {});
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
      watcher.close();
    },
  };
}
