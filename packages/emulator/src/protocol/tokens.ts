import { Schema } from "effect"

/** The body of `POST /_emulator/tokens`; everything may be left out. `expiresIn` is in seconds, and a token may have expired. */
export const TokenRequest = Schema.Struct({
  appId: Schema.optionalKey(Schema.String),
  tenantId: Schema.optionalKey(Schema.String),
  audience: Schema.optionalKey(Schema.String),
  roles: Schema.optionalKey(Schema.Array(Schema.String)),
  expiresIn: Schema.optionalKey(
    Schema.Int.check(
      Schema.isBetween({ minimum: -86_400, maximum: 31_536_000 }, {
        expected: "a whole number of seconds from -86400 to 31536000"
      })
    )
  )
})
export type TokenRequest = typeof TokenRequest.Type

/** The answer of `POST /_emulator/tokens`. */
export const TokenAnswer = Schema.Struct({ accessToken: Schema.String })

/** The permissions that a request needs: any of them, the least first. */
export const ActionPermissions = Schema.Struct({
  method: Schema.String,
  path: Schema.String,
  permissions: Schema.Array(Schema.String)
})

/** The answer of `GET /_emulator/permissions`. */
export const PermissionList = Schema.Struct({ value: Schema.Array(ActionPermissions) })
