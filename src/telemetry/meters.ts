/** Instruments by their definitions, made when they are first used: what is not measured in a process is not exported by it. */
import type { Attributes, Counter, Histogram, Meter, UpDownCounter } from "@opentelemetry/api";
import type { Instrument } from "./instruments.ts";

type Counted = Instrument & { kind: "counter" | "upDownCounter" };
type Recorded = Instrument & { kind: "histogram" };
type Observed = Instrument & { kind: "gauge" };

export interface Meters {
  add: (instrument: Counted, value: number, attributes: Attributes) => void;
  record: (instrument: Recorded, value: number, attributes: Attributes) => void;
  /** `read` is called at every export. */
  observe: (instrument: Observed, read: () => readonly (readonly [number, Attributes])[]) => void;
}

export function createMeters(meter: Meter): Meters {
  const counters = new Map<string, Counter | UpDownCounter>();
  const histograms = new Map<string, Histogram>();

  const counter = ({ name, kind, unit, description }: Counted): Counter | UpDownCounter => {
    const options = { unit, description };
    return kind === "counter" ? meter.createCounter(name, options) : meter.createUpDownCounter(name, options);
  };
  const histogram = ({ name, unit, description, buckets = [] }: Recorded): Histogram =>
    meter.createHistogram(name, {
      unit,
      description,
      advice: { explicitBucketBoundaries: [...buckets] },
    });

  return {
    add(instrument, value, attributes) {
      const known = counters.get(instrument.name) ?? counter(instrument);
      counters.set(instrument.name, known);
      known.add(value, attributes);
    },
    record(instrument, value, attributes) {
      const known = histograms.get(instrument.name) ?? histogram(instrument);
      histograms.set(instrument.name, known);
      known.record(value, attributes);
    },
    observe({ name, unit, description }, read) {
      meter.createObservableGauge(name, { unit, description }).addCallback((result) => {
        for (const [value, attributes] of read()) result.observe(value, attributes);
      });
    },
  };
}
