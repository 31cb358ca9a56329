// The pages' templates, styles and scripts as bytes: read from the files beside this one when it is compiled.
//
// In C, since a Swift array of that many bytes takes the compiler some 20 seconds (`embedInCode`), and this none.
#include "CPageFiles.h"

// C23's #embed, which clang has in every C.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Shared
static const unsigned char address_js[] = {
#embed "Shared/address.js"
};
static const unsigned char blocks_js[] = {
#embed "Shared/blocks.js"
};
static const unsigned char camera_js[] = {
#embed "Shared/camera.js"
};
static const unsigned char colours_js[] = {
#embed "Shared/colours.js"
};
static const unsigned char dom_js[] = {
#embed "Shared/dom.js"
};
static const unsigned char numbers_js[] = {
#embed "Shared/numbers.js"
};
static const unsigned char page_css[] = {
#embed "Shared/page.css"
};
static const unsigned char paint_js[] = {
#embed "Shared/paint.js"
};
static const unsigned char pyramid_js[] = {
#embed "Shared/pyramid.js"
};
static const unsigned char view_js[] = {
#embed "Shared/view.js"
};

// Inspect
static const unsigned char answer_js[] = {
#embed "Inspect/answer.js"
};
static const unsigned char channels_js[] = {
#embed "Inspect/channels.js"
};
static const unsigned char difference_js[] = {
#embed "Inspect/difference.js"
};
static const unsigned char exact_js[] = {
#embed "Inspect/exact.js"
};
static const unsigned char explain_js[] = {
#embed "Inspect/explain.js"
};
static const unsigned char geometry_js[] = {
#embed "Inspect/geometry.js"
};
static const unsigned char grid_js[] = {
#embed "Inspect/grid.js"
};
static const unsigned char inspection_css[] = {
#embed "Inspect/inspection.css"
};
static const unsigned char inspection_html[] = {
#embed "Inspect/inspection.html"
};
static const unsigned char lens_css[] = {
#embed "Inspect/lens.css"
};
static const unsigned char lens_js[] = {
#embed "Inspect/lens.js"
};
static const unsigned char main_js[] = {
#embed "Inspect/main.js"
};
static const unsigned char marks_js[] = {
#embed "Inspect/marks.js"
};
static const unsigned char mean_js[] = {
#embed "Inspect/mean.js"
};
static const unsigned char norm_js[] = {
#embed "Inspect/norm.js"
};
static const unsigned char pictures_js[] = {
#embed "Inspect/pictures.js"
};
static const unsigned char position_js[] = {
#embed "Inspect/position.js"
};
static const unsigned char report_js[] = {
#embed "Inspect/report.js"
};
static const unsigned char results_js[] = {
#embed "Inspect/results.js"
};
static const unsigned char selection_js[] = {
#embed "Inspect/selection.js"
};
static const unsigned char source_js[] = {
#embed "Inspect/source.js"
};
static const unsigned char viewtools_js[] = {
#embed "Inspect/viewtools.js"
};
static const unsigned char windows_js[] = {
#embed "Inspect/windows.js"
};
static const unsigned char winners_js[] = {
#embed "Inspect/winners.js"
};
static const unsigned char wins_js[] = {
#embed "Inspect/wins.js"
};

// Compare
static const unsigned char compared_js[] = {
#embed "Compare/compared.js"
};
static const unsigned char comparison_css[] = {
#embed "Compare/comparison.css"
};
static const unsigned char comparison_html[] = {
#embed "Compare/comparison.html"
};
static const unsigned char comparison_js[] = {
#embed "Compare/comparison.js"
};
static const unsigned char differences_js[] = {
#embed "Compare/differences.js"
};
static const unsigned char figures_js[] = {
#embed "Compare/figures.js"
};
static const unsigned char neighbourhood_js[] = {
#embed "Compare/neighbourhood.js"
};
static const unsigned char stage_js[] = {
#embed "Compare/stage.js"
};

// Sheet
static const unsigned char sheet_css[] = {
#embed "Sheet/sheet.css"
};
static const unsigned char sheet_html[] = {
#embed "Sheet/sheet.html"
};
static const unsigned char sheet_pieces_html[] = {
#embed "Sheet/sheet-pieces.html"
};
static const unsigned char sheet_js[] = {
#embed "Sheet/sheet.js"
};

#define FILE_NAMED(name, bytes) {name, bytes, sizeof bytes}

static const struct cpagefiles_file files[] = {
    FILE_NAMED("address.js", address_js),
    FILE_NAMED("blocks.js", blocks_js),
    FILE_NAMED("camera.js", camera_js),
    FILE_NAMED("colours.js", colours_js),
    FILE_NAMED("dom.js", dom_js),
    FILE_NAMED("numbers.js", numbers_js),
    FILE_NAMED("page.css", page_css),
    FILE_NAMED("paint.js", paint_js),
    FILE_NAMED("pyramid.js", pyramid_js),
    FILE_NAMED("view.js", view_js),
    FILE_NAMED("answer.js", answer_js),
    FILE_NAMED("channels.js", channels_js),
    FILE_NAMED("difference.js", difference_js),
    FILE_NAMED("exact.js", exact_js),
    FILE_NAMED("explain.js", explain_js),
    FILE_NAMED("geometry.js", geometry_js),
    FILE_NAMED("grid.js", grid_js),
    FILE_NAMED("inspection.css", inspection_css),
    FILE_NAMED("inspection.html", inspection_html),
    FILE_NAMED("lens.css", lens_css),
    FILE_NAMED("lens.js", lens_js),
    FILE_NAMED("main.js", main_js),
    FILE_NAMED("marks.js", marks_js),
    FILE_NAMED("mean.js", mean_js),
    FILE_NAMED("norm.js", norm_js),
    FILE_NAMED("pictures.js", pictures_js),
    FILE_NAMED("position.js", position_js),
    FILE_NAMED("report.js", report_js),
    FILE_NAMED("results.js", results_js),
    FILE_NAMED("selection.js", selection_js),
    FILE_NAMED("source.js", source_js),
    FILE_NAMED("viewtools.js", viewtools_js),
    FILE_NAMED("windows.js", windows_js),
    FILE_NAMED("winners.js", winners_js),
    FILE_NAMED("wins.js", wins_js),
    FILE_NAMED("compared.js", compared_js),
    FILE_NAMED("comparison.css", comparison_css),
    FILE_NAMED("comparison.html", comparison_html),
    FILE_NAMED("comparison.js", comparison_js),
    FILE_NAMED("differences.js", differences_js),
    FILE_NAMED("figures.js", figures_js),
    FILE_NAMED("neighbourhood.js", neighbourhood_js),
    FILE_NAMED("stage.js", stage_js),
    FILE_NAMED("sheet.css", sheet_css),
    FILE_NAMED("sheet.html", sheet_html),
    FILE_NAMED("sheet-pieces.html", sheet_pieces_html),
    FILE_NAMED("sheet.js", sheet_js),
};

const struct cpagefiles_file *cpagefiles_at(size_t place) {
  return place < sizeof files / sizeof *files ? &files[place] : NULL;
}
