import { randomOf } from "@recordop/emulator/model/NewId"
import type { Random } from "effect"
import * as Base64Url from "effect/encoding/Base64Url"
import type { PrivateJwk } from "./SigningKey.ts"

/** The public exponent that everybody has (RFC 8017, 3.1). */
const exponent = 65_537n

/** The bits of a prime; a modulus has twice as many. */
const bits = 1_024

/** An RSA key that follows from a seed: anybody who has the seed has the key, so it is for tests alone. */
export const seededJwk = (seed: string): typeof PrivateJwk.Type => {
  const random = randomOf(`${seed} key`)
  const p = primeOf(random)
  const q = primeOf(random)
  const d = inverse(exponent, (p - 1n) * (q - 1n))
  return {
    kty: "RSA",
    n: encode(p * q),
    e: encode(exponent),
    d: encode(d),
    p: encode(p),
    q: encode(q),
    dp: encode(d % (p - 1n)),
    dq: encode(d % (q - 1n)),
    qi: encode(inverse(q, p))
  }
}

/** A prime whose two highest bits are set, so that the product of two has all its bits, and for which the exponent is good. */
const primeOf = (random: Random.Random): bigint => {
  const start = bigintOf(random) | (3n << BigInt(bits - 2)) | 1n
  for (let candidate = start;; candidate += 2n) {
    if (smallPrimes.every((prime) => candidate % prime !== 0n) && candidate % exponent !== 1n && isPrime(candidate)) {
      return candidate
    }
  }
}

const bigintOf = (random: Random.Random): bigint => {
  let value = 0n
  for (let index = 0; index < bits; index += 32) {
    value = (value << 32n) | BigInt(Math.floor(random.nextDoubleUnsafe() * 2 ** 32))
  }
  return value
}

const smallPrimes: ReadonlyArray<bigint> = Array.from({ length: 1_000 }, (_, index) => 2 * index + 3)
  .filter((number) => {
    for (let divisor = 3; divisor * divisor <= number; divisor += 2) if (number % divisor === 0) return false
    return true
  })
  .map(BigInt)

/** Miller and Rabin's test; of numbers that nobody chose so many rounds find every composite one. */
const isPrime = (candidate: bigint): boolean => {
  let odd = candidate - 1n
  let twos = 0
  for (; odd % 2n === 0n; odd /= 2n) twos++
  return [2n, 3n, 5n, 7n].every((base) => {
    let power = modPow(base, odd, candidate)
    if (power === 1n || power === candidate - 1n) return true
    for (let round = 1; round < twos; round++) {
      power = power * power % candidate
      if (power === candidate - 1n) return true
    }
    return false
  })
}

const modPow = (base: bigint, power: bigint, modulus: bigint): bigint => {
  let result = 1n
  for (const bit of power.toString(2)) {
    result = result * result % modulus
    if (bit === "1") result = result * base % modulus
  }
  return result
}

/** The inverse of a number by Euclid's algorithm. */
const inverse = (number: bigint, modulus: bigint): bigint => {
  let [before, rest] = [modulus, number % modulus]
  let [last, next] = [0n, 1n]
  while (rest > 1n) {
    const quotient = before / rest
    ;[before, rest] = [rest, before - quotient * rest]
    ;[last, next] = [next, last - quotient * next]
  }
  return (next + modulus) % modulus
}

/** A number as JSON Web Keys have it (RFC 7518, 2: Base64urlUInt). */
const encode = (value: bigint): string => {
  const digits = value.toString(16)
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  return Base64Url.encode(Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}
