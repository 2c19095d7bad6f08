#include "video.h"

#include <memory>
#include <vector>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

struct portico_video {
	cv::VideoCapture capture;
	cv::Mat frame;
};

portico_video *portico_video_open(const char *what, int backend, int open_ms, int read_ms) try {
	std::vector<int> params;
	if (open_ms > 0) params.insert(params.end(), {cv::CAP_PROP_OPEN_TIMEOUT_MSEC, open_ms});
	if (read_ms > 0) params.insert(params.end(), {cv::CAP_PROP_READ_TIMEOUT_MSEC, read_ms});
	auto v = std::unique_ptr<portico_video>(new portico_video);
	if (!v->capture.open(what, backend, params)) return nullptr;
	return v.release();
} catch (...) {
	return nullptr;
}

int portico_video_grab(portico_video *v) try {
	return v->capture.grab();
} catch (...) {
	return 0;
}

int portico_video_retrieve(portico_video *v, int *width, int *height) try {
	if (!v->capture.retrieve(v->frame) || v->frame.empty()) return 0;
	*width = v->frame.cols;
	*height = v->frame.rows;
	return 1;
} catch (...) {
	return 0;
}

int portico_video_rgba(portico_video *v, uint8_t *rgba) try {
	int code;
	switch (v->frame.type()) {
	case CV_8UC1: code = cv::COLOR_GRAY2RGBA; break;
	case CV_8UC3: code = cv::COLOR_BGR2RGBA; break;
	default: return 0;
	}
	cv::Mat out(v->frame.rows, v->frame.cols, CV_8UC4, rgba);
	cv::cvtColor(v->frame, out, code);
	return out.data == rgba;
} catch (...) {
	return 0;
}

double portico_video_get(portico_video *v, int property) try {
	return v->capture.get(property);
} catch (...) {
	return 0;
}

void portico_video_close(portico_video *v) {
	try {
		delete v;
	} catch (...) {
	}
}
