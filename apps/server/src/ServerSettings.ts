import type { StatusCasing } from "@recordop/core"
import { defaultEmulatorSettings, type EmulatorSettings } from "@recordop/emulator/engine/Emulator"
import type { App } from "@recordop/emulator/protocol/apps"
import type { CannedResponse } from "@recordop/emulator/protocol/responses"
import { type Cloud, clouds } from "./identity/clouds.ts"
import type { KeyPair } from "./tls/certificates.ts"

/** What can be set of the server and of what it simulates. */
export interface ServerSettings extends EmulatorSettings {
  /** The address to listen on. */
  readonly host: string
  /** The TCP port; 0 for any that is free. */
  readonly port: number
  readonly statusCasing: StatusCasing
  /** Serves https beside http, and stands in the place of Microsoft for programs that use the server as their proxy. */
  readonly tls: TlsSettings | undefined
  /** Hosts that requests may name besides loopback names and `host`; `*` for any. */
  readonly allowedHosts: ReadonlyArray<string>
  /** Hosts that notifications may be sent to besides loopback. */
  readonly callbackHosts: ReadonlyArray<string>
  /** Whether prompts are fetched from where bots say that they are; from the same hosts. */
  readonly fetchPrompts: boolean
  /** Whether incoming calls are told in the older form first. */
  readonly legacyNotification: boolean
  /** Certificates (PEM) that bots on https may be signed with, besides those that Node trusts. */
  readonly callbackCertificates: string | undefined
  /** Whether requests need an access token: none, any, or one of this server's with the role that the request needs. */
  readonly auth: "off" | "any" | "jwt"
  /** The cloud of Microsoft in whose place the server stands. */
  readonly cloud: Cloud
  /** Who gets tokens; anybody when there are none. */
  readonly apps: ReadonlyArray<App>
  /** How long a client that has asked before may have a request on its way when the server stops, in milliseconds. */
  readonly closingGrace: number
  /** What is answered to requests of Graph that are not served. */
  readonly responses: ReadonlyArray<CannedResponse>
  /** Whether pages of any origin may read answers. */
  readonly cors: boolean
}

/** What https is served with. */
export interface TlsSettings extends KeyPair {
  /** The TCP port; 0 for any that is free. */
  readonly port: number
  /** Whether the proxy lets nothing through but what is for Microsoft. */
  readonly offline: boolean
}

/** The settings of a server that is told nothing. */
export const defaultSettings: ServerSettings = {
  ...defaultEmulatorSettings,
  host: "127.0.0.1",
  port: 4080,
  statusCasing: "csdl",
  tls: undefined,
  allowedHosts: [],
  callbackHosts: [],
  fetchPrompts: false,
  legacyNotification: false,
  callbackCertificates: undefined,
  auth: "off",
  cloud: clouds.global,
  apps: [],
  responses: [],
  closingGrace: 200,
  cors: false
}
