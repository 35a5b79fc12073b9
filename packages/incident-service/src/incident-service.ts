import {
  type AuditEvent,
  type BuiltInAction,
  catalog,
  createWriter,
  type DraftOf,
} from "@audit/events";
import type { EventStore, Receipt } from "@audit/store";
import type { ActionName } from "./api/audit-declaration.ts";
import type { ChangeContext, RecordableDraft, Route, RouteInput } from "./api/route.ts";
import type { Origin } from "./identity/origin.ts";
import { type Notice, noticeOf } from "./notify/notice.ts";
import { Notifier, type NotifierOptions } from "./notify/notifier.ts";
import { sentDraft } from "./notify/sent-draft.ts";
import type { Settings } from "./settings/settings.ts";
import { record } from "./state/record.ts";
import { Workspace } from "./state/workspace.ts";

/** What an {@link IncidentService} is made of. */
export interface IncidentServiceOptions {
  readonly settings: Settings;
  /** Under a policy that keeps nobody waiting: `spool`, or `drop`. */
  readonly store: Pick<EventStore<BuiltInAction>, "append" | "read">;
  /** Ms since epoch. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
  /** Hears of what nobody else does: an append that rejected, a fault of ours. */
  readonly onError?: ((cause: unknown) => void) | undefined;
  readonly notifier?: Partial<NotifierOptions> | undefined;
}

/**
 * Detects incidents, tells people, and has every change in the audit log.
 *
 * In this order: the state in memory changes, people are told, the log is written. Nothing of the first
 * two waits for the third.
 */
export class IncidentService {
  readonly settings: Settings;
  readonly onError: (cause: unknown) => void;
  readonly notifier: Notifier;
  readonly #workspaces = new Map<string, Workspace>();
  readonly #store: IncidentServiceOptions["store"];
  readonly #writer;
  readonly #now: () => number;

  constructor(options: IncidentServiceOptions) {
    this.settings = options.settings;
    this.#store = options.store;
    this.#now = options.now ?? Date.now;
    this.onError = options.onError ?? (() => {});
    this.#writer = createWriter(catalog, { now: this.#now });
    this.notifier = new Notifier({ webhooks: this.settings.webhooks, ...options.notifier });
  }

  /** Gives the workspace of that id; one that is not known is empty. */
  workspace(workspaceId: string): Workspace {
    const known = this.#workspaces.get(workspaceId) ?? new Workspace();
    this.#workspaces.set(workspaceId, known);
    return known;
  }

  /** All workspaces that are known, by their ids. */
  get workspaces(): ReadonlyMap<string, Workspace> {
    return this.#workspaces;
  }

  /** Takes a workspace as it was saved. */
  adopt(workspaceId: string, workspace: Workspace): void {
    this.#workspaces.set(workspaceId, workspace);
  }

  /** Carries a request out. */
  async run(
    route: Route,
    given: { params: unknown; query: unknown; body: unknown },
    origin: Origin,
    onRecorded: (event: AuditEvent<BuiltInAction>) => void,
  ): Promise<unknown> {
    const workspace = this.workspace(origin.workspaceId);
    const context = { ...given, workspace, origin, store: this.#store, now: this.#now() };
    // Safe: the application gives what the route's own schemas have parsed.
    const typed = context as unknown as ChangeContext<RouteInput, ActionName>;
    if (route.method === "get") return route.handle(typed);
    const declared: readonly string[] = route.audit.actions;
    return route.handle({
      ...typed,
      record: (...drafts: readonly RecordableDraft<ActionName>[]) => {
        const undeclared = drafts.find(({ action }) => !declared.includes(action));
        if (undeclared !== undefined)
          throw new TypeError(`Cannot record ${undeclared.action} as the route must declare it`);
        return this.#record(workspace, origin, drafts, onRecorded);
      },
    });
  }

  #record(
    workspace: Workspace,
    origin: Origin,
    drafts: readonly RecordableDraft<ActionName>[],
    onRecorded: (event: AuditEvent<BuiltInAction>) => void,
  ) {
    const recorded = record(drafts, {
      workspace,
      origin,
      writer: this.#writer,
      append: (list) => this.#append(list),
      now: this.#now,
    });
    for (const event of recorded.events) {
      onRecorded(event);
      const notice = noticeOf(event);
      if (notice !== undefined) this.#tell(workspace, origin, notice);
    }
    return recorded;
  }

  #tell(workspace: Workspace, { workspaceId, context }: Origin, notice: Notice): void {
    // Nobody but the service itself tells people; the request that led to it is in the context.
    const actor = { id: "incident-service", name: "Incident service", type: "system" } as const;
    this.notifier.tell(notice, (webhook) => {
      this.#record(
        workspace,
        { workspaceId, context, actor },
        [sentDraft(notice, webhook)],
        () => {},
      );
    });
  }

  async #append(drafts: readonly DraftOf<BuiltInAction>[]): Promise<readonly Receipt[]> {
    try {
      return await this.#store.append(drafts);
    } catch (cause) {
      this.onError(cause);
      return drafts.map(({ uid = "" }) => ({ uid, status: "dropped" }));
    }
  }
}
