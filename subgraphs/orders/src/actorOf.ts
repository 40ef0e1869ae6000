import type { Identity } from '@holdfast/kit-base/identity';

/** Who an order's history names: the user that a request is for, else the service that asks. */
export function actorOf({ user, service }: Identity): string {
  return user?.id ?? service;
}
