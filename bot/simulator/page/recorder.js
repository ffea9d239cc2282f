// Records a voice message from the microphone.

const FORMS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"];
const LONGEST = 30 * 60; // seconds: a forgotten recording must not fill the memory

/** Why there is no recording; `reason` is a key of words.json. */
export class NoRecording extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Starts recording and returns the recording under way. Throws NoRecording. */
export async function startRecording() {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw new NoRecording("microphone-unsupported");
  const mimeType = FORMS.find((form) => MediaRecorder.isTypeSupported(form));
  if (!mimeType) throw new NoRecording("microphone-unsupported");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (failure) {
    throw new NoRecording(failure.name === "NotAllowedError" ? "microphone-refused" : "microphone-missing");
  }
  return new Recording(stream, new MediaRecorder(stream, { mimeType }));
}

/** A recording under way. */
class Recording {
  constructor(stream, recorder) {
    this.stream = stream;
    this.recorder = recorder;
    this.parts = [];
    this.began = performance.now();
    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size > 0) this.parts.push(data);
    });
    // The microphone may go away, or be taken away, in the middle: what was said until then is kept.
    this.ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.start(250);
    this.limit = setTimeout(() => this.stop(), LONGEST * 1000);
  }

  /** Seconds since it began. */
  get seconds() {
    return ((this.stoppedAt ?? performance.now()) - this.began) / 1000;
  }

  /** Ends it; the microphone is free again. */
  stop() {
    this.stoppedAt ??= performance.now();
    clearTimeout(this.limit);
    if (this.recorder.state !== "inactive") this.recorder.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** Ends it and gives `{blob, seconds}`; the server repacks WebM as OGG. Throws NoRecording if nothing was recorded. */
  async finish() {
    this.stop();
    await this.ended;
    const blob = new Blob(this.parts, { type: this.recorder.mimeType });
    if (blob.size === 0) throw new NoRecording("microphone-silent");
    return { blob, seconds: this.seconds };
  }
}
