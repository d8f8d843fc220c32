/*
 * The style sheet and the script of pages, from page.css and page.js; made by
 * make_page.c.
 */
#ifndef EM_PAGE_DATA_H
#define EM_PAGE_DATA_H

#include "base/base.h"

extern const Str em_page_css, em_page_js;
extern const Str em_page_js_hash; /* as a content security policy has it */

#endif
