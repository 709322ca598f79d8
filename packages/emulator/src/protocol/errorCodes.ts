/** The codes of what Graph does not have, as they stand in `error.code`: each reason has its own. */
export const errorCodes = {
  NothingToActOn: "nothingToActOn",
  NoWebhook: "noWebhook",
  CallIsFull: "callIsFull",
  ClockNotFrozen: "clockNotFrozen",
  ClockBusy: "clockBusy",
  InstantWithoutEnd: "instantWithoutEnd",
  AdvanceCancelled: "advanceCancelled",
  NotificationNotFound: "notificationNotFound",
  FaultNotFound: "faultNotFound",
  TooManyFaults: "tooManyFaults"
} as const
