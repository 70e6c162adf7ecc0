import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ALLOWED, OPEN } from './allow.js';
import type { Permission } from './policy.js';

export interface DecidedRoute {
  readonly method: string;
  /** As written on the controller, without the global prefix: `/tasks/:plan/:item/:agency`. */
  readonly path: string;
  /** Null: public. Empty: any session. */
  readonly needs: readonly Permission[] | null;
}

/** Deny by default is checked at boot: a route that does not say who may use it stops the start. */
@Injectable()
export class DecidedRoutes implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    this.all();
  }

  /** Every route with what it needs. Throws, naming them, when some say nothing. */
  all(): DecidedRoute[] {
    const routes: DecidedRoute[] = [];
    const undecided: string[] = [];
    for (const { metatype, instance } of this.discovery.getControllers()) {
      if (!metatype || !instance) continue;
      const prototype: object = Object.getPrototypeOf(instance);
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler: unknown = Reflect.get(prototype, name);
        if (typeof handler !== 'function') continue;
        const method: unknown = Reflect.getMetadata('method', handler);
        if (typeof method !== 'number') continue;
        const at = [handler as () => unknown, metatype];
        const open = this.reflector.getAllAndOverride<boolean | undefined>(OPEN, at);
        const needs = this.reflector.getAllAndOverride<readonly Permission[] | undefined>(ALLOWED, at);
        if (!open && !needs) undecided.push(`${metatype.name}.${name}`);
        for (const base of paths(metatype))
          for (const rest of paths(handler))
            routes.push({
              method: RequestMethod[method] ?? String(method),
              path: `/${[base, rest]
                .map((part) => part.replace(/^\/|\/$/g, ''))
                .filter(Boolean)
                .join('/')}`,
              needs: open ? null : (needs ?? []),
            });
      }
    }
    if (undecided.length > 0) throw new Error(`routes without @Allow, @SignedIn or @Public: ${undecided.join(', ')}`);
    return routes;
  }
}

const paths = (of: object): string[] => [Reflect.getMetadata('path', of) ?? ''].flat().map(String);
