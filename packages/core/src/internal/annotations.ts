/** Control information, of the whole or of a property, and annotations of the whole (OData JSON Format 4.01, 4.5, 19). */
export const isAnnotation = (name: string): boolean => name.startsWith("@") || name.includes("@odata.")
