// What the scales of d3-scale need of d3-interpolate where every domain and range is of numbers, as here, and in place of the texts
// of ticks, which nothing here asks of a scale; vite.config.ts puts this in their place.
export const interpolateNumber = (a: number, b: number) => (t: number) => a * (1 - t) + b * t;
export const interpolateRound = (a: number, b: number) => (t: number) => Math.round(a * (1 - t) + b * t);
export { interpolateNumber as interpolate };
export default String;
