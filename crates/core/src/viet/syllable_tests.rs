//! Syllables of common names, and slips of typing.

use super::*;
use proptest::prelude::*;

const REAL: &str = "
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đào Đoàn Trịnh
    Trương Lâm Mai Hà Cao Tạ Tô Châu Lương Lưu Quách Thái Tống Triệu Vương Kiều Nghiêm Phùng Quản
    Khổng Khuất Giáp Thạch Sơn Từ Ông Ung Âu Doãn Đàm Điền Kha La Lã Lục Mạc Mạch Nhan Ninh Nông
    Phó Phí Tăng Thân Thẩm Thiều Tiêu Tôn Trà Trang Tưởng Uông Viên Vi Xa Yên Ân Bạch Bành Biện
    Chu Chử Chung Cổ Cù Cung Diệp Diêm Hứa Hầu Hàn Hạ Hướng Khúc Kim Liễu Lại Lều Lò Ngụy Nghị
    Nhâm Nhữ Ngọ Đồng Đậu Đới Đường Ứng Văn Thị Hữu Đình Xuân Ngọc Minh Thanh Thành Quốc Quang Đức
    Công Bá Duy Gia Khắc Mạnh Nhật Như Phú Phúc Phước Quý Tấn Thế Thiện Tiến Trọng Trung Tuấn Viết
    Việt Vĩnh Anh Ánh An Ái Ấn Bảo Bắc Bằng Bích Bình Ca Cảnh Cẩm Chi Chí Chiến Chinh Chính Cúc
    Cương Cường Danh Dân Diễm Diệu Dũng Dung Duyên Dự Đan Đạo Đạt Đăng Đắc Điệp Điểm Định Đông Gấm
    Giang Giao Giàu Gì Giỏi Ghi Ghềnh Gái Hải Hạnh Hào Hảo Hậu Hằng Hân Hiền Hiển Hiếu Hiệp Hoa Hòa
    Hoà Hoài Hoan Hoàn Hoạt Hội Hồng Hợp Huân Huệ Huê Hùng Hưng Hương Hường Huy Huyền Huyên Hy Ích
    Kết Khải Khang Khánh Khiêm Khoa Khoát Khôi Khuê Khuyên Khương Kiên Kiệt Kỳ Kỷ Lan Lành Lài Lạc
    Lân Lệ Liên Liễn Linh Loan Long Lộc Lợi Luân Luận Luyến Lụa Ly Mẫn Mậu Mến Miên Mơ Mùi Mười My
    Mỹ Mị Na Nam Nết Nga Ngà Ngân Nghĩa Nghiệp Nghi Ngoan Ngoãn Ngôn Nguyên Nguyệt Ngữ Nhàn Nhã
    Nhân Nhi Nhẫn Nhiên Nhiệm Nhơn Nhung Nhuận Nhựt Noãn Nương Nữ Oanh Oai Phong Phi Phụng Phượng
    Phương Quân Quế Quyên Quyền Quyết Quỳnh Quyến Quỳ Qui Quí Quới Quảng Rạng Rồng Sáng Sang Sâm
    Sen Sinh Song Sử Sự Sỹ Sĩ Tâm Tân Tài Tế Tình Tịnh Toàn Toại Toán Thơ Thơm Thoa Thoại Thảo
    Thạnh Thắng Thắm Thêm Thi Thiên Thiệp Thiệu Thìn Thoan Thọ Thông Thu Thuần Thuận Thuật Thúy
    Thuý Thùy Thuỳ Thủy Thuỷ Thụy Thuỵ Thư Thục Thưởng Thường Tiên Tích Tiệp Tín Toản Tố Tuyên
    Tuyền Tuyết Tuyến Tuệ Tú Tùng Tùy Tư Tường Tươi Tý Trâm Trân Trì Trí Triết Trinh Trúc Truyền
    Trường Trưởng Trực Uy Uyên Uyển Út Ước Vân Vinh Vịnh Vượng Vy Vỵ Vỹ Xinh Xoan Xuyến Xuyên Ý Ỷ
    Y Yến Yêu Yết A Á Ba Bảy Tám Chín Sáu Út Tèo Tí Tẹo Lượm Bưởi Khoai Khuya Ngoạn Góa Goá Quả
    Giếng Giêng Giền Gìn Giữ Gió Nghiêng Nghiêm Ngoét Khuỷu Thuở Quơ Quyệt Huých Xoắn Khoẻ Khỏe
    Toé Tóe Loè Lòe Hươu Rượu Bướm Kiếm Chuyện Xứng Sửu Hợi Tuất Dậu Tỵ Dần Mão Thân Ất Bính Đinh
    Giác Giản Giảng Giám Giới Giỗ Giống Khuyến Khoáng Ngưỡng Ngợi Nguyện Nghệ Nghề Nghinh Nghĩ
    Nguơn Oánh Oản Ưng Ương Ướt Ổn Ẩn Ấm Én Êm Ít Im";

const SLIPS: &str = "
    Nguyênn Thịi Hoàgn Nguyẽnn Ngyễn Trầnn Lêe Phmạ Hông2 Nguyễ Nguễyn Nguyễnn Ngueyễn Nguyễm Phạmm
    Phạn1 Hoànng Hòang Tòan Hòan Huyềnn Hyền Huỳhn Hùnh Qốc Qúy Quốcc Quồc Quôc Bìch Ngọcc Ngòc
    Đứcc Đừc Đưc Thịnhh Thh Thnah Vnă Vănn Văm2 Tuâấn Tuẫnn Mnih Mihn Kông Cim Kao Cường' Ka Ciều
    Gê Ghà Ngiêm Nghoan Ngheo2 Nghành Ngià Iên Iết Tyên Lyên Đăk Đắk Pạm Jan Wang Fương Zũng
    Thuũy Thưuý Hoáà Hoááng Hàa Lợii Lộcc Phướcc Pướcc Trươnng Trưong Trừơng Thươgn Gìa Gịao Buyên
    Mhung Vuân Nhưg Bh Đ B Xuâ Xuâm2 Duyê Diêp Diệpp Sơnn Sơ̆n Niê Mlô Êban Hđơk Kđăm Ñhŏ M'Đrắk
    Thị- Thi. Hoạ̀ Năng\u{300} Giì Giyên Qa Qe Qu Gioa Trr Chhi Khh Ngh Nh";

#[test]
fn real_syllables_pass() {
    let words: std::collections::BTreeSet<&str> = REAL.split_whitespace().collect();
    assert!(words.len() >= 250, "{}", words.len());
    for word in words {
        assert!(is_possible(word), "{word}");
        assert!(is_possible(&word.to_lowercase()), "{word}");
        assert!(is_possible(&word.to_uppercase()), "{word}");
        let bare = crate::value::text::folded(word);
        assert!(is_possible(&bare), "{bare}");
    }
}

#[test]
fn slips_fail() {
    let words: std::collections::BTreeSet<&str> = SLIPS.split_whitespace().collect();
    assert!(words.len() >= 60, "{}", words.len());
    for word in words {
        assert!(!is_possible(word), "{word}");
        assert!(!is_possible(&word.to_uppercase()), "{word}");
    }
    for word in ["", " ", "Lê Lợi", "Nguyê\u{303}n", "😀", "Nguyễn\u{200b}"] {
        assert!(!is_possible(word), "{word}");
    }
}

#[test]
fn words_without_marks() {
    for word in [
        "Nguyen", "Quoc", "Huynh", "Thuy", "Giap", "Diep", "quy", "NGHIEM", "Gieng",
    ] {
        assert!(is_possible(word), "{word}");
    }
    for word in [
        "Nguyn", "Hoagn", "Trann", "Smith", "John", "Peter", "Kim2", "Cim", "Duc c",
    ] {
        assert!(!is_possible(word), "{word}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(s in "\\PC*|[a-zăâđêôơưàáảãạQUGIui]{0,9}") {
        let _ = is_possible(&s);
    }
}
