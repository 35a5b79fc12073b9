/** What chDB's builds depend on. */
export interface Platform {
  /** As `process.platform` has it. */
  readonly platform: string;
  /** As `process.arch` has it. */
  readonly arch: string;
  /** Version of the GNU C library that runs; undefined where there is another one, or none. */
  readonly glibc: string | undefined;
}

/** Gives the sentence that says what to do on a platform that chDB has no build for; undefined where it has one. */
export function unsupportedPlatform({ platform, arch, glibc }: Platform): string | undefined {
  if (platform === "win32") return `use WSL2 on Windows, or ${container}`;
  if (platform !== "linux" && platform !== "darwin") return `use ${container}`;
  if (arch !== "x64" && arch !== "arm64") {
    return `use a machine, and a Node, of x64 or arm64: this Node is of ${arch}`;
  }
  if (platform === "linux" && glibc === undefined) {
    return "this Linux has another C library, as Alpine's musl: use an image with glibc, such as Debian's (node:22-slim, not node:22-alpine)";
  }
  return undefined;
}

const container = "a Linux container with glibc, such as Debian's (node:22-slim)";
