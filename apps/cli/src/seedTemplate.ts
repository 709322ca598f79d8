/** A seed that shows everything that one can have. */
export const seedTemplate = `# What recordop starts with, and goes back to by a reset:
#   recordop serve --seed recordop.yaml
#   recordop validate --as seed recordop.yaml

# Calls with recordings that are there already; of an operation only the id has to be said.
calls:
  - id: 57dab8b1-894c-409a-b240-bd8beae78896
    operations:
      - id: 72b0e085-e085-72b0-85e0-b07285e0b072
        status: Running
        clientContext: order-7
  # A call that stands: its bot is told of it, and its caller does this when a recording listens. Who is in it is as
  # /communications/calls/{id}/participants shows it; snapshot save writes such calls.
  - id: 4c7ff7ba-94ae-4bd3-8d4a-8e3ab8a2a4b5
    callbackUri: http://localhost:8080/callback
    script: 'speak 3s; tone #'
    properties:
      subject: An order
    operations: []

# Meetings that bots can look up and join.
meetings:
  - id: standup
    joinWebUrl: https://teams.microsoft.com/l/meetup-join/standup
    subject: Stand-up

# Who gets access tokens. When there are none, anybody does.
# apps:
#   - id: 11111111-1111-1111-1111-111111111111
#     secret: hush
#     tenant: 22222222-2222-2222-2222-222222222222
#     roles: [Calls.Initiate.All, Calls.AccessMedia.All]

# What is answered where recordop serves nothing.
responses:
  - method: GET
    path: /users/alice@example.com
    status: 200
    body:
      displayName: Alice

# Wave files that scripts play, as in 'play hello.wav; tone #'; where they are beside this file.
# sounds:
#   hello.wav: sounds/hello.wav

# What goes wrong from the start: here three recordings are refused at first, and bots are told everything late.
# faults:
#   - path: /calls/*/recordResponse
#     nth: [2, 4, 6]
#     answer: { status: 429, retryAfter: 2 }
#   - on: notification
#     delay: 3s
`
