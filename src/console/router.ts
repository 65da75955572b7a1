import type { Router } from 'express';
import type { ConsoleDependencies, Desk } from './dependencies.ts';
import { mount } from './mount.ts';
import { consoleRoutes } from './routes.ts';
import { makeThrottle } from './throttle.ts';

/** The staff's console, to be mounted at `/staff`. */
export function consoleRouter(dependencies: ConsoleDependencies): Router {
  const { staff, clock, settings } = dependencies;
  const desk: Desk = {
    ...dependencies,
    throttle: makeThrottle(staff, clock),
    secure: settings.publicUrl.startsWith('https:'),
  };
  return mount(desk, consoleRoutes(desk));
}
