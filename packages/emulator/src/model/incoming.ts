import { type AnswerParameters, CallNotIncoming, type RejectParameters } from "@recordop/core/calls"
import { Result } from "effect"
import { establishingTime, sharedOf } from "./CallState.ts"
import { byBot, endCall } from "./ending.ts"
import type { Command } from "./step.ts"
import { enter } from "./Turn.ts"

/** The bot answers: the call is established soon, and told of where the answer says. */
export const answerCall = (
  { acceptedModalities, callbackUri, mediaConfig }: AnswerParameters
): Command<CallNotIncoming> => ({
  obey: (turn, at) => {
    const { state } = turn
    if (state._tag !== "Incoming") return Result.fail(new CallNotIncoming({ callId: state.id }))
    const shared = sharedOf(state)
    return Result.succeed(enter(turn, {
      _tag: "Establishing",
      ...shared,
      callbackUri: callbackUri ?? shared.callbackUri,
      properties: {
        ...shared.properties,
        mediaConfig,
        ...(acceptedModalities === undefined ? {} : { requestedModalities: acceptedModalities })
      },
      until: at + establishingTime
    }))
  },
  needsQueue: false,
  whenEnded: "refused"
})

/** The bot does not want the call. */
export const rejectCall = ({ reason }: RejectParameters): Command<CallNotIncoming> =>
  endIncoming(`The bot rejected the call: ${reason}.`)

const endIncoming = (message: string): Command<CallNotIncoming> => ({
  obey: (turn, at) =>
    turn.state._tag === "Incoming"
      ? Result.succeed(endCall(turn, at, byBot(message)))
      : Result.fail(new CallNotIncoming({ callId: turn.state.id })),
  needsQueue: true,
  whenEnded: "refused"
})

/** The bot sends the call to somebody else, of whom it is told nothing. */
export const redirectCall: Command<CallNotIncoming> = endIncoming("The bot redirected the call.")
