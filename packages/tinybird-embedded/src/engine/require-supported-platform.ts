import { StartError } from "../start-error.ts";
import { unsupportedPlatform } from "./unsupported-platform.ts";

/**
 * Passes where chDB has a build for this machine.
 *
 * @throws {StartError} `platform_unsupported` elsewhere, with what to do.
 */
export function requireSupportedPlatform(): void {
  const { platform, arch } = process;
  const reason = unsupportedPlatform({
    platform,
    arch,
    glibc: platform === "linux" ? glibcVersion() : undefined,
  });
  if (reason === undefined) return;
  throw new StartError({ code: "platform_unsupported", platform: `${platform}-${arch}`, reason });
}

function glibcVersion(): string | undefined {
  // Node's types lack excludeNetwork, which a Node before 20.13 lacks as well: writing it there changes nothing.
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean };
  const before = report.excludeNetwork;
  // It looks up the name of every address otherwise, which takes seconds where no resolver answers.
  report.excludeNetwork = true;
  try {
    // Node's types have it as a plain object; its report has this header, without the version on musl.
    const { header } = report.getReport() as { readonly header: { glibcVersionRuntime?: string } };
    return header.glibcVersionRuntime;
  } finally {
    report.excludeNetwork = before;
  }
}
