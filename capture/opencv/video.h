// Video capture behind a C interface that lets no C++ exception out.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct portico_video portico_video;

// Opens a file, device or address with the named backend (cv::VideoCaptureAPIs);
// the timeouts, in ms, are for backends that know them, 0 for others. Returns
// NULL when it cannot be opened.
portico_video *portico_video_open(const char *what, int backend, int open_ms, int read_ms);

// Moves to the next frame without decoding it where the backend can. Returns 0
// at the end and after a failure.
int portico_video_grab(portico_video *v);

// Decodes the grabbed frame, keeps it, and tells its size. Returns 0 when
// there is none.
int portico_video_retrieve(portico_video *v, int *width, int *height);

// Copies the retrieved frame, of which the caller knows the size, as opaque
// RGBA without padding. Returns 0 when it cannot be converted.
int portico_video_rgba(portico_video *v, uint8_t *rgba);

// Returns a property (cv::VideoCaptureProperties), or 0.
double portico_video_get(portico_video *v, int property);

void portico_video_close(portico_video *v);

#ifdef __cplusplus
}
#endif
