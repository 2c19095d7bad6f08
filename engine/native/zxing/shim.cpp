#define ZX_USE_UTF8 1 // 1.4: text() as UTF-8; later versions know nothing else

#include "shim.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include <ZXing/ReadBarcode.h>

// Version 2.2 renamed DecodeHints.
#if __has_include(<ZXing/ReaderOptions.h>)
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

namespace {

template <typename Bytes>
uint8_t *copy(const Bytes &from, size_t *length)
{
	auto *to = static_cast<uint8_t *>(std::malloc(from.size() + 1));
	if (!to)
		throw std::bad_alloc();
	std::memcpy(to, from.data(), from.size());
	*length = from.size();
	return to;
}

const char *name(ZXing::BarcodeFormat format)
{
	switch (format) {
	case ZXing::BarcodeFormat::PDF417: return "PDF417";
	case ZXing::BarcodeFormat::QRCode: return "QRCode";
	case ZXing::BarcodeFormat::DataMatrix: return "DataMatrix";
	case ZXing::BarcodeFormat::Aztec: return "Aztec";
	case ZXing::BarcodeFormat::Code39: return "Code39";
	case ZXing::BarcodeFormat::Code128: return "Code128";
	default: return "";
	}
}

ZXing::BarcodeFormats formats(portico_kind kind)
{
	using ZXing::BarcodeFormat;
	switch (kind) {
	case PORTICO_CODE39: return BarcodeFormat::Code39;
	case PORTICO_CODE128: return BarcodeFormat::Code128;
	default: return BarcodeFormat::PDF417 | BarcodeFormat::QRCode | BarcodeFormat::DataMatrix | BarcodeFormat::Aztec;
	}
}

} // namespace

int portico_read(const uint8_t *grey, int width, int height, int stride, int global, portico_kind kind, int most, portico_symbol **out,
				 int *count)
{
	*out = nullptr;
	*count = 0;
	try {
		const bool linear = kind != PORTICO_SQUARE;
		if (linear)
			most = 1;
		Options options;
		options.setFormats(formats(kind));
		options.setBinarizer(global ? ZXing::Binarizer::GlobalHistogram : ZXing::Binarizer::LocalAverage);
		options.setMaxNumberOfSymbols(static_cast<uint8_t>(most));
		options.setTryHarder(true).setTryRotate(true);
		options.setTryDownscale(!linear).setMinLineCount(PORTICO_LINES);
		auto found = ZXing::ReadBarcodes({grey, width, height, ZXing::ImageFormat::Lum, stride}, options);
		auto *symbols = static_cast<portico_symbol *>(std::calloc(found.size() + 1, sizeof(portico_symbol)));
		if (!symbols)
			return 1;
		*out = symbols;
		for (const auto &r : found) {
			if (!r.isValid() || *count == most)
				continue;
			portico_symbol &s = symbols[(*count)++];
			s.format = name(r.format());
			s.bytes = copy(r.bytes(), &s.bytes_length);
			s.text = reinterpret_cast<char *>(copy(r.text(), &s.text_length));
			s.lines = r.lineCount();
			for (int i = 0; i < 4; ++i) {
				s.x[i] = r.position()[i].x;
				s.y[i] = r.position()[i].y;
			}
		}
		return 0;
	} catch (...) {
		portico_free(*out, *count);
		*out = nullptr;
		*count = 0;
		return 1;
	}
}

void portico_free(portico_symbol *symbols, int count)
{
	for (int i = 0; i < count; ++i) {
		std::free(symbols[i].bytes);
		std::free(symbols[i].text);
	}
	std::free(symbols);
}
